/** Docker ships its runc: before 18.09.2 one with CVE-2019-5736. Other runtimes take the node's, whose version no object tells. */
export const hasOldRunc = (version: string): boolean => {
  const match = /^docker:\/\/(\d+)\.(\d+)\.(\d+)/.exec(version);
  if (match === null) return false;
  const [major = 0, minor = 0, patch = 0] = match.slice(1).map(Number);
  return major < 18 || (major === 18 && (minor < 9 || (minor === 9 && patch < 2)));
};
