import { z } from 'zod';
import type { Evaluation } from '#contract/evaluation';
import type { SnapshotMeta } from '#contract/snapshot';
import { canonicalJson } from './canonical-json.ts';
import type { Sha256 } from './format.ts';

/**
 * One line of custody.jsonl. `hash` is the SHA-256 of the canonical line without it, and `previous` the hash of the line
 * before, so that no line can be changed or taken out unseen. `subject` is the digest of what the action made: the identity
 * for `captured`, the SHA-256 of findings/manifest.sha256 for `evaluated`.
 */
const CustodyLine = z.object({
  action: z.string(),
  at: z.string().nullable(),
  by: z.string().nullable(),
  tool: z.string(),
  subject: z.string(),
  previous: z.string().nullable(),
  hash: z.string(),
});
export type CustodyLine = z.infer<typeof CustodyLine>;

const seal = (line: Omit<CustodyLine, 'hash'>, sha256: Sha256): CustodyLine => ({ ...line, hash: sha256(canonicalJson(line)) });

/** What the snapshot itself tells of its history: an export adds no time of its own. */
export const custodyOf = (
  meta: SnapshotMeta,
  identity: string,
  evaluated: { readonly evaluation: Evaluation; readonly digest: string } | undefined,
  sha256: Sha256,
): readonly CustodyLine[] => {
  const captured = seal(
    {
      action: 'captured',
      at: meta.capturedUntil,
      by: meta.capturedAs,
      tool: `plumbline ${meta.toolVersion}`,
      subject: identity,
      previous: null,
    },
    sha256,
  );
  if (evaluated === undefined) return [captured];
  const { evaluation, digest } = evaluated;
  return [
    captured,
    seal(
      {
        action: 'evaluated',
        at: null,
        by: null,
        tool: `plumbline rules ${evaluation.rulesVersion}`,
        subject: digest,
        previous: captured.hash,
      },
      sha256,
    ),
  ];
};

/** The lines of an unbroken chain; undefined where any line was changed, taken out or moved. */
export const readCustody = (text: string, sha256: Sha256): readonly CustodyLine[] | undefined => {
  const lines: CustodyLine[] = [];
  let previous: string | null = null;
  for (const line of text.split('\n')) {
    if (line === '') continue;
    let value: unknown;
    try {
      value = JSON.parse(line);
    } catch {
      return undefined;
    }
    const parsed = CustodyLine.safeParse(value);
    if (!parsed.success || canonicalJson(value) !== line) return undefined;
    const { hash, ...rest } = value as CustodyLine;
    if (parsed.data.previous !== previous || sha256(canonicalJson(rest)) !== hash) return undefined;
    previous = hash;
    lines.push(parsed.data);
  }
  return text === '' || text.endsWith('\n') ? lines : undefined;
};
