import type { ReactElement } from 'react';
import type { AttackChange, Paths } from '#contract/attack';
import { Section } from '#renderer/ui/Section.tsx';
import { countText, plural } from '#renderer/ui/time.ts';
import { visible } from '#renderer/ui/visible.ts';
import { nodeText } from '../words.ts';
import { TrayLink } from './TrayLink.tsx';

type Fix = Paths['fixes'][number];

interface Props {
  readonly snapshot: string;
  readonly fixes: readonly Fix[];
  readonly title: string;
  /** Apart from another list of changes on the page. */
  readonly id?: string;
  readonly onSimulate: (change: AttackChange) => void;
  /** Where paths are not what is counted: identities that reach the target. */
  readonly of?: 'paths' | 'identities';
}

const losers = ({ loses, losesMore }: Fix): string | null => {
  const [first] = loses;
  if (first === undefined) return null;
  const others = loses.length - 1 + losesMore;
  const name = visible(nodeText(first.subject), 80);
  const workloads = first.workloads === 0 ? '' : `, on which ${plural(first.workloads, 'workload relies', 'workloads rely')}`;
  return `${name} loses ${plural(first.permissions, 'permission')}${workloads}${others === 0 ? '' : `; ${plural(others, 'other loses', 'others lose')} some too`}.`;
};

const OneFix = ({
  snapshot,
  fix,
  onSimulate,
  of,
}: { readonly fix: Fix } & Omit<Props, 'fixes' | 'title' | 'id'>): ReactElement => {
  const stays = fix.pathsBefore - fix.pathsRemoved;
  const lost = losers(fix);
  return (
    <li className="fix">
      <div className="fix-head">
        <span className="fix-title">{visible(fix.title, 300)}</span>
        <strong className="num">
          {of === 'identities'
            ? `frees ${countText(fix.identitiesFreed)}`
            : `${countText(fix.pathsRemoved)} of ${plural(fix.pathsBefore, 'path')}`}
        </strong>
      </div>
      {of === 'identities' || fix.pathsBefore === 0 ? null : (
        <p className="muted small">
          {stays === 0 ? 'No path stays.' : `${plural(stays, 'path stays', 'paths stay')}.`}
          {fix.identitiesFreed === 0
            ? ''
            : ` ${plural(fix.identitiesFreed, 'identity reaches', 'identities reach')} admin no longer.`}
        </p>
      )}
      <p className={lost === null ? 'muted small' : 'strong'}>{lost ?? 'Nobody loses a permission by it.'}</p>
      <div className="fix-acts">
        <button type="button" className="link" onClick={() => onSimulate(fix.change)}>
          Simulate
        </button>
        <TrayLink snapshot={snapshot} change={fix.change} />
      </div>
    </li>
  );
};

/** Changes, each with what it removes and its price, as the engine counted them. */
export const Fixes = ({ fixes, title, id = 'access-fixes', ...rest }: Props): ReactElement | null =>
  fixes.length === 0 ? null : (
    <Section id={id} title={title}>
      <ul className="fix-list">
        {fixes.map(fix => (
          <OneFix key={JSON.stringify(fix.change)} fix={fix} {...rest} />
        ))}
      </ul>
      <p className="muted small">Counted by asking again without it.</p>
    </Section>
  );
