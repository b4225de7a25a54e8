/** One folder or file name must fit the 255 bytes of common file systems, with an ending to come. */
const longest = 200;

const clean = (part: string): string => {
  const name = part.replaceAll(/[^A-Za-z0-9._+-]/g, '_').replace(/^[.-]/, '_');
  return name === '' ? '_' : name.slice(0, longest);
};

/** Makes safe, unique paths of names that a cluster chose. Names that differ by case alone are told apart too. */
export const createFileNames = (): ((parts: readonly string[]) => string) => {
  const used = new Set<string>();
  return parts => {
    const path = parts.map(clean).join('/');
    for (let count = 1; ; count += 1) {
      const candidate = count === 1 ? path : `${path}~${count}`;
      if (used.has(candidate.toLowerCase())) continue;
      used.add(candidate.toLowerCase());
      return candidate;
    }
  };
};
