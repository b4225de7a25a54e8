/** Base64 of either alphabet as UTF-8 text; undefined where it is none, or not text: control characters, broken UTF-8. */
export const textOfBase64 = (encoded: string): string | undefined => {
  const bytes = bytesOfBase64(encoded);
  if (bytes === undefined) return undefined;
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return /[\0-\x08\x0e-\x1a\x1c-\x1f]/.test(text) ? undefined : text;
  } catch {
    return undefined;
  }
};

const bytesOfBase64 = (encoded: string): Uint8Array | undefined => {
  const standard = encoded.replaceAll('-', '+').replaceAll('_', '/').replace(/=+$/, '');
  if (standard.length % 4 === 1) return undefined;
  try {
    return Uint8Array.from(atob(standard), character => character.charCodeAt(0));
  } catch {
    return undefined;
  }
};
