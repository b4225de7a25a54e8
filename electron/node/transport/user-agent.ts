declare const PLUMBLINE_VERSION: string | undefined;

/** `plumbline/<version>`; the bundler puts the version in. */
export const userAgent = `plumbline/${typeof PLUMBLINE_VERSION === 'string' ? PLUMBLINE_VERSION : '0.0.0'}`;
