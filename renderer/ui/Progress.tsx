import type { CSSProperties, ReactElement } from 'react';

export interface ProgressPart {
  readonly kind: 'full' | 'unknown' | 'alert' | 'active';
  readonly count: number;
}

const share = (count: number, total: number): CSSProperties => ({ width: `${total === 0 ? 0 : (100 * count) / total}%` });

/** Named parts of a known whole. Without one there is no bar. */
export const Progress = ({
  parts,
  total,
  label,
}: {
  readonly parts: readonly ProgressPart[];
  readonly total: number;
  readonly label: string;
}): ReactElement => (
  <div
    className="ui-progress"
    role="progressbar"
    aria-label={label}
    aria-valuemin={0}
    aria-valuemax={total}
    aria-valuenow={parts.filter(part => part.kind !== 'active').reduce((sum, part) => sum + part.count, 0)}
  >
    {parts.map(part =>
      part.count === 0 ? null : <span key={part.kind} className={`ui-progress-${part.kind}`} style={share(part.count, total)} />,
    )}
  </div>
);
