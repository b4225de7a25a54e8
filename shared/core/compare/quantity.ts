const binary: Readonly<Record<string, bigint>> = {
  Ki: 1024n,
  Mi: 1024n ** 2n,
  Gi: 1024n ** 3n,
  Ti: 1024n ** 4n,
  Pi: 1024n ** 5n,
  Ei: 1024n ** 6n,
};
const decimal: Readonly<Record<string, number>> = { n: -9, u: -6, m: -3, '': 0, k: 3, M: 6, G: 9, T: 12, P: 15, E: 18 };

const pattern = /^([+-]?)(\d{0,30})(?:\.(\d{0,30}))?(Ki|Mi|Gi|Ti|Pi|Ei|[numkMGTPE]|[eE][+-]?\d{1,2})?$/;

/**
 * A quantity as one text for all ways to write it (`1000m`, `1`, `1e0` and 1 are `1`); undefined for what is none. Exact: as
 * an integer times a power of ten, without trailing zeros.
 */
export const canonicalQuantity = (value: unknown): string | undefined => {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  const found = pattern.exec(String(value));
  if (found === null) return undefined;
  const [, sign = '', whole = '', fraction = '', suffix = ''] = found;
  if (whole === '' && fraction === '') return undefined;
  let digits = BigInt(`${whole}${fraction}`) * (binary[suffix] ?? 1n);
  let power = -fraction.length + (decimal[suffix] ?? (suffix in binary ? 0 : Number(suffix.slice(1))));
  if (digits === 0n) return '0';
  for (; digits % 10n === 0n; power += 1) digits /= 10n;
  return `${sign === '-' ? '-' : ''}${digits}e${power}`;
};

/** Fields whose children are quantities: `resources.limits.cpu`, `spec.hard.pods`. */
const parents = new Set([
  'limits',
  'requests',
  'capacity',
  'allocatable',
  'hard',
  'overhead',
  'podFixed',
  'max',
  'min',
  'default',
  'defaultRequest',
  'maxLimitRequestRatio',
]);
const own = new Set(['sizeLimit', 'divisor', 'averageValue', 'storage']);

export const isQuantity = (names: readonly string[]): boolean => own.has(names.at(-1) ?? '') || parents.has(names.at(-2) ?? '');
