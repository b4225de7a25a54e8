import { problem, type Problem } from '#contract/problem';
import { readCustody } from './custody.ts';
import { isOutsideIdentity, majorOf, formatVersion, parseManifest, type Sha256 } from './format.ts';

/** What a walk through an archive leaves: digests of all members, the text of the few that tell of the others. */
export interface BundleDigest {
  readonly hashes: ReadonlyMap<string, string>;
  /** case.json, manifest.sha256, findings/manifest.sha256, custody.jsonl, as far as they are there. */
  readonly texts: ReadonlyMap<string, string>;
  readonly deviations: readonly { readonly near: string; readonly what: string }[];
  readonly end: { readonly complete: boolean; readonly why: string };
}

export const keptTexts: ReadonlySet<string> = new Set([
  'case.json',
  'manifest.sha256',
  'findings/manifest.sha256',
  'custody.jsonl',
]);

export interface VerifyReport {
  /** incomplete: not a whole bundle (truncated, another format, newer major version). */
  readonly state: 'intact' | 'altered' | 'incomplete';
  readonly exit: 0 | 1 | 2;
  readonly identity: string | null;
  readonly formatVersion: string | null;
  readonly signed: false;
  readonly signedBy: null;
  /** Where it was altered or what is missing: a member's name, or "archive structure". */
  readonly places: readonly Place[];
  /** Why it is no whole bundle, or that it was altered; null where it is intact. */
  readonly problem: Problem | null;
}

export interface Place {
  readonly where: string;
  readonly what: string;
}

/** At most so many places are told; the last one says how many more there are. */
const mostPlaces = 200;

export const formatOf = (caseText: string | undefined): string | null => {
  try {
    const value: unknown = JSON.parse(caseText ?? '');
    const found = typeof value === 'object' && value !== null && 'formatVersion' in value ? value.formatVersion : undefined;
    return typeof found === 'string' || typeof found === 'number' ? String(found).slice(0, 40) : null;
  } catch {
    return null;
  }
};

export const isNewer = (format: string | null): boolean => {
  const major = format === null ? undefined : majorOf(format);
  return major !== undefined && major > (majorOf(formatVersion) ?? 0);
};

export const newerProblem = (format: string | null): Problem =>
  problem('bundle-newer', {
    what: `The bundle has format version ${format ?? '?'}.`,
    why: `Its format is newer than ${formatVersion}, the last one that this program reads.`,
  });

/** Members that a manifest lists against those that are there. */
const against = (
  manifest: ReadonlyMap<string, string>,
  hashes: ReadonlyMap<string, string>,
  listed: string,
  isCovered: (name: string) => boolean,
): Place[] => {
  const places: Place[] = [];
  for (const [name, hash] of manifest) {
    const actual = hashes.get(name);
    if (actual === undefined) places.push({ where: name, what: `It is listed in ${listed}, but it is not in the archive.` });
    else if (actual !== hash) places.push({ where: name, what: `Its content is not the one that ${listed} lists.` });
  }
  for (const name of hashes.keys())
    if (isCovered(name) && !manifest.has(name)) places.push({ where: name, what: `It is not listed in ${listed}.` });
  return places;
};

const ownManifest = 'findings/manifest.sha256';
const isFinding = (name: string): boolean => name.startsWith('findings/') && name !== ownManifest;

/**
 * Custody tells the digests of both manifests a second time, under hashes of its own: so a manifest that was altered is told
 * from a member that was.
 */
const againstCustody = (digest: BundleDigest, sha256: Sha256): Place[] => {
  const text = digest.texts.get('custody.jsonl');
  if (text === undefined) return [];
  const lines = readCustody(text, sha256);
  if (lines === undefined) return [{ where: 'custody.jsonl', what: 'Its chain of hashes is broken.' }];
  const places: Place[] = [];
  const check = (action: string, name: string): void => {
    const line = lines.findLast(candidate => candidate.action === action);
    const actual = digest.hashes.get(name);
    if (line !== undefined && actual !== undefined && actual !== line.subject)
      places.push({ where: name, what: 'It is not the one that custody.jsonl tells of.' });
  };
  check('captured', 'manifest.sha256');
  check('evaluated', ownManifest);
  return places;
};

const contentPlaces = (digest: BundleDigest, sha256: Sha256): Place[] => {
  const places: Place[] = [];
  const main = parseManifest(digest.texts.get('manifest.sha256') ?? '');
  if (main === undefined) places.push({ where: 'manifest.sha256', what: 'It is not a list of SHA-256 sums.' });
  else places.push(...against(main, digest.hashes, 'manifest.sha256', name => !isOutsideIdentity(name)));
  const findings = digest.texts.get(ownManifest);
  const parsed = findings === undefined ? new Map<string, string>() : parseManifest(findings);
  if (parsed === undefined) places.push({ where: ownManifest, what: 'It is not a list of SHA-256 sums.' });
  else places.push(...against(parsed, digest.hashes, ownManifest, isFinding));
  return [...againstCustody(digest, sha256), ...places];
};

const bounded = (places: readonly Place[]): readonly Place[] =>
  places.length <= mostPlaces
    ? places
    : [...places.slice(0, mostPlaces), { where: '…', what: `And ${places.length - mostPlaces} more.` }];

const structurePlace = ({ near, what }: { readonly near: string; readonly what: string }): Place => ({
  where: 'archive structure',
  what: near === '' ? what : `At “${near}”: ${what}`,
});

/** Whether a bundle is whole and unaltered, and where not. `expect` is the identity that was noted elsewhere (hex). */
export const judgeBundle = (digest: BundleDigest, sha256: Sha256, expect?: string): VerifyReport => {
  const identity = digest.hashes.get('manifest.sha256') ?? null;
  const format = formatOf(digest.texts.get('case.json'));
  const base = { identity, formatVersion: format, signed: false, signedBy: null } as const;
  const incomplete = (found: Problem): VerifyReport => ({
    ...base,
    state: 'incomplete',
    exit: 2,
    places: [{ where: 'archive', what: `${found.why} ${found.todo}` }],
    problem: found,
  });
  const invalid = (why: string): VerifyReport =>
    incomplete(problem('bundle-invalid', { what: 'The file is not a complete bundle.', why }));

  const structure = digest.deviations.map(structurePlace);
  if (!digest.end.complete && structure.length === 0) return invalid(digest.end.why);
  if (identity === null && structure.length === 0) return invalid('It holds no manifest.sha256.');
  const listed = parseManifest(digest.texts.get('manifest.sha256') ?? '')?.get('case.json');
  if (isNewer(format) && listed === digest.hashes.get('case.json')) return incomplete(newerProblem(format));

  const places = [...structure, ...(digest.end.complete && identity !== null ? contentPlaces(digest, sha256) : [])];
  if (expect !== undefined && expect.toLowerCase() !== identity)
    places.push({ where: 'manifest.sha256', what: `The identity is ${identity ?? 'missing'}, not the one expected.` });
  if (places.length > 0) {
    const first = places[0];
    const found = problem('bundle-altered', {
      what: 'The bundle is not as it was written.',
      why: first === undefined ? '' : `${first.where}: ${first.what}`,
    });
    return { ...base, state: 'altered', exit: 1, places: bounded(places), problem: found };
  }
  if (format === null || majorOf(format) === undefined) return invalid('case.json tells no format version.');
  return { ...base, state: 'intact', exit: 0, places: [], problem: null };
};
