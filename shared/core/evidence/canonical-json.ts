/**
 * JSON with keys in UTF-16 order, no white space, and JSON.stringify's own form of numbers and strings (RFC 8785): equal
 * values give equal text, whatever the order in which a server or a file wrote them. Takes what JSON can hold; fields that
 * are undefined are left out.
 */
export const canonicalJson = (value: unknown): string => {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  const fields = value as Readonly<Record<string, unknown>>;
  const parts: string[] = [];
  for (const key of Object.keys(fields).sort()) {
    const field = fields[key];
    if (field !== undefined) parts.push(`${JSON.stringify(key)}:${canonicalJson(field)}`);
  }
  return `{${parts.join(',')}}`;
};

/** Lines in the order of their text, so that it does not matter in which order they came to be. */
export const canonicalLines = (values: Iterable<unknown>): string => {
  const lines = Array.from(values, canonicalJson);
  lines.sort();
  return lines.map(line => `${line}\n`).join('');
};
