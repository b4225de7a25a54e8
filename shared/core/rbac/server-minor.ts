/** Minor version of a server, 37 for `v1.37.2`; null where it is not known. */
export const serverMinor = (version: string | null): number | null => {
  const found = /^v?1\.(\d{1,4})(?:\D|$)/.exec(version ?? '')?.[1];
  return found === undefined ? null : Number(found);
};
