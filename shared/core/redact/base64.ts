/** Base64 of either alphabet as UTF-8 text; undefined where it is none, or not text: control characters, broken UTF-8. */
export const textOfBase64 = (encoded: string): string | undefined => {
  // Most of what looks like base64 is none, or hides bytes: the first groups tell.
  if (encoded.length > 128 && decoded(encoded.slice(0, 64), false) === undefined) return undefined;
  return decoded(encoded, true);
};

const decoded = (encoded: string, whole: boolean): string | undefined => {
  const bytes = bytesOfBase64(encoded);
  if (bytes === undefined) return undefined;
  for (const byte of bytes) if (byte < 32 && byte !== 9 && byte !== 10 && byte !== 13 && byte !== 27) return undefined;
  if (!whole) return '';
  try {
    return utf8.decode(bytes);
  } catch {
    return undefined;
  }
};

const utf8 = new TextDecoder('utf-8', { fatal: true });

const bytesOfBase64 = (encoded: string): Uint8Array | undefined => {
  const standard = encoded.replaceAll('-', '+').replaceAll('_', '/').replace(/=+$/, '');
  if (standard.length % 4 === 1) return undefined;
  try {
    const binary = atob(standard);
    const bytes = new Uint8Array(binary.length);
    for (let at = 0; at < binary.length; at += 1) bytes[at] = binary.charCodeAt(at);
    return bytes;
  } catch {
    return undefined;
  }
};
