import type { ReactElement } from 'react';
import { Link } from 'wouter';
import { useCall } from '#renderer/app/client/query.ts';
import { routes } from '#renderer/app/routes.ts';
import { countText, plural } from '#renderer/ui/time.ts';
import { visible } from '#renderer/ui/visible.ts';
import type { Gap } from '../gaps.ts';

const shown = 6;

interface Props {
  readonly gap: Gap;
  readonly snapshot: string;
}

/** Which rules cannot answer because of a gap: those that read the resource, with how many checks each. */
export const UnknownRules = ({ gap, snapshot }: Props): ReactElement | null => {
  const rules = useCall('rules.list', {});
  const asked = useCall('findings.list', {
    snapshot,
    // What belongs to no namespace rests on all of them.
    filter: { status: ['unknown'], ...(gap.namespaces.length === 0 ? {} : { namespace: ['', ...gap.namespaces] }) },
    group: 'none',
    limit: 1,
  });
  const counts = asked.data?.facets.find(({ field }) => field === 'rule')?.values ?? [];
  const known = new Map(rules.data?.rules.map(rule => [rule.id, rule]));
  const touched = counts.flatMap(({ value, count }) => {
    const rule = known.get(value);
    return rule !== undefined && count > 0 && rule.needs.includes(gap.resource) ? [{ rule, count }] : [];
  });
  if (touched.length === 0) return null;
  return (
    <>
      <ul className="unknown-rules">
        {touched.slice(0, shown).map(({ rule, count }) => (
          <li key={rule.id}>
            <span className="num is-unknown">{countText(count)}</span>
            <Link href={routes.findings(snapshot, `rule:${rule.id} status:unknown`)}>{visible(rule.what, 200)}</Link>
          </li>
        ))}
      </ul>
      {touched.length > shown ? <p className="muted">and {plural(touched.length - shown, 'rule')} more</p> : null}
    </>
  );
};
