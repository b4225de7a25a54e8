const schemes = new Set(['http:', 'https:', 'socks5:', 'socks5h:']);

/** The oldest shell has no `URL.canParse`. */
const addressOf = (text: string): URL | null => {
  try {
    return new URL(text);
  } catch {
    return null;
  }
};

/** What is wrong with a proxy as it was typed; null where nothing is. Empty is none. */
export const proxyFault = (text: string): string | null => {
  const value = text.trim();
  if (value === '') return null;
  const whole = /^[a-z][a-z0-9+.-]*:\/\//iu.test(value);
  if (!whole) return 'Begin with http://, https:// or socks5://.';
  const url = addressOf(value);
  if (url === null) return 'This is no address: http://proxy.example.com:3128 is one.';
  if (!schemes.has(url.protocol)) return 'A proxy is reached by http, https or socks5.';
  return url.hostname === '' ? 'The host is missing.' : null;
};

/** Seconds as typed; null where they are none between 1 and 600. */
export const secondsOf = (text: string): number | null => {
  const value = Number(text.trim());
  return /^\d{1,3}$/u.test(text.trim()) && value >= 1 && value <= 600 ? value : null;
};
