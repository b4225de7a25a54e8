import type { ReactElement } from 'react';
import { Link } from 'wouter';
import type { OverviewPrevious } from '#contract/overview';
import type { SnapshotSummary } from '#contract/snapshot';
import { routes } from '#renderer/app/routes.ts';
import { SeverityGlyph, type SeverityName } from '#renderer/ui/Severity.tsx';
import { Icon } from '#renderer/ui/Icon.tsx';
import { countText } from '#renderer/ui/time.ts';

const names: Readonly<Record<SeverityName, string>> = { critical: 'Critical', high: 'High', medium: 'Medium', low: 'Low' };

/** "2 more", "3 fewer", "as many": than in the snapshot before, in words. */
export const differenceWords = (now: number, before: number): string => {
  if (now === before) return 'as many';
  return now > before ? `${countText(now - before)} more` : `${countText(before - now)} fewer`;
};

interface Props {
  readonly snapshot: SnapshotSummary;
  readonly previous: OverviewPrevious | null;
}

const Difference = ({ now, before }: { readonly now: number; readonly before: number | undefined }): ReactElement | null =>
  before === undefined ? null : <span className="muted small">{differenceWords(now, before)}</span>;

/** What the snapshot counts, each beside what the one before counted. Every number is a list. */
export const Figures = ({ snapshot, previous }: Props): ReactElement => (
  <div className="overview-figures" role="group" aria-label="Findings by severity">
    {(Object.keys(names) as SeverityName[]).map(severity => (
      <Link key={severity} className="overview-figure" href={routes.findings(snapshot.id, `severity:${severity} status:fail`)}>
        <SeverityGlyph severity={severity} size={13} />
        <span>{names[severity]}</span> <span className="num">{countText(snapshot.findings[severity])}</span>
        <Difference now={snapshot.findings[severity]} before={previous?.findings[severity]} />
      </Link>
    ))}
    <Link className="overview-figure" href={routes.findings(snapshot.id, 'status:unknown')}>
      <Icon name="unknown" size={13} className="severity-unknown" />
      <span>Unknown</span> <span className="num">{countText(snapshot.unknown)}</span>
      <Difference now={snapshot.unknown} before={previous?.unknown} />
    </Link>
    <span className="overview-figure muted">
      <Icon name="passed" size={12} />
      {countText(snapshot.passed)} of {countText(snapshot.passed + snapshot.failed)} checks passed
    </span>
  </div>
);
