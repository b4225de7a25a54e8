/** The app's own origin: compared by parsed parts, since `app://bundle.evil.test` begins with the same letters. */
export const scheme = 'app';
export const host = 'bundle';

export const isOurUrl = (text: string): boolean => {
  try {
    const url = new URL(text);
    return url.protocol === `${scheme}:` && url.host === host;
  } catch {
    return false;
  }
};

export const startUrl = (path: string): string => `${scheme}://${host}${path}`;
