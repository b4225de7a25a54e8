import type { ReactElement } from 'react';
import { Icon } from './Icon.tsx';

export type SeverityName = 'critical' | 'high' | 'medium' | 'low';

const words: Readonly<Record<SeverityName, string>> = { critical: 'Critical', high: 'High', medium: 'Medium', low: 'Low' };

export const severityWord = (severity: SeverityName): string => words[severity];

/** The word of a row: unknown is said before its severity, since nothing was found. */
export const verdictWord = (severity: SeverityName, unknown: boolean): string =>
  unknown ? `Unknown, ${severity}` : words[severity];

/** Shape and colour together; the word stands beside it once a row. */
export const SeverityGlyph = ({
  severity,
  unknown = false,
  size = 14,
}: {
  readonly severity: SeverityName;
  readonly unknown?: boolean;
  readonly size?: number;
}): ReactElement => (
  <Icon name={unknown ? 'unknown' : severity} size={size} className={`severity-${unknown ? 'unknown' : severity}`} />
);
