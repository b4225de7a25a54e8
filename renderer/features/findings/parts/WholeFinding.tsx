import type { ReactElement } from 'react';
import type { FindingsPage } from '#contract/findings-query';
import type { SnapshotSummary } from '#contract/snapshot';
import { StatusLine } from '#renderer/app/frame/StatusLine.tsx';
import { Icon } from '#renderer/ui/Icon.tsx';
import { Key } from '#renderer/ui/Key.tsx';
import { countText, plural } from '#renderer/ui/time.ts';
import { FindingDetail } from './FindingDetail.tsx';

interface Props {
  readonly summary: SnapshotSummary;
  readonly finding: string;
  readonly page: FindingsPage | undefined;
  readonly q: string;
  readonly onBack: () => void;
  readonly onMove: (by: number) => void;
}

const keys = [
  { keys: ['Esc'], does: 'back to list' },
  { keys: ['J', 'K'], does: 'next, previous' },
];

/** In a narrow window a finding takes the place of the list. */
export const WholeFinding = ({ summary, finding, page, q, onBack, onMove }: Props): ReactElement => (
  <div className="page-column">
    <div className="detail-back">
      <button type="button" className="link" onClick={onBack}>
        <Icon name="chevron-left" size={12} /> {page === undefined ? 'Findings' : plural(page.matched, 'finding')}
      </button>
      <span className="mono muted detail-filter">{q}</span>
      <span className="spacer" />
      <button type="button" className="ui-button ui-button-quiet" aria-label="Previous finding" onClick={() => onMove(-1)}>
        <Key name="K" />
      </button>
      <button type="button" className="ui-button ui-button-quiet" aria-label="Next finding" onClick={() => onMove(1)}>
        <Key name="J" />
      </button>
    </div>
    <FindingDetail key={finding} snapshot={summary} finding={finding} wholePage />
    <StatusLine
      facts={[
        summary.unknown === 0 ? null : <span className="is-unknown">{countText(summary.unknown)} unknown</span>,
        summary.meta.serverVersion === null ? null : `server ${summary.meta.serverVersion}`,
      ]}
      keys={keys}
    />
  </div>
);
