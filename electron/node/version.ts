declare const PLUMBLINE_VERSION: string | undefined;

/** Put in by the bundler; a run from source has none. */
export const toolVersion: string = typeof PLUMBLINE_VERSION === 'string' ? PLUMBLINE_VERSION : '0.0.0-source';
