import type { ReactElement, ReactNode } from 'react';
import { Button } from './Button.tsx';

interface Props {
  readonly count: number;
  /** "finding", "object" */
  readonly one: string;
  readonly many?: string;
  /** Of how many, where all of them can be chosen at once. */
  readonly matching?: number;
  readonly onAll?: () => void;
  readonly onClear: () => void;
  /** What can be done with those chosen. */
  readonly children: ReactNode;
}

/** At the bottom of a list while something in it is selected. */
export const BulkBar = ({ count, one, many = `${one}s`, matching, onAll, onClear, children }: Props): ReactElement | null =>
  count === 0 ? null : (
    <div className="ui-bulk" role="toolbar" aria-label={`Selected ${many}`}>
      <span className="ui-bulk-count" role="status">
        <strong>{count.toLocaleString('en')}</strong> {count === 1 ? one : many} selected
      </span>
      {onAll === undefined || matching === undefined || matching <= count ? null : (
        <button type="button" className="link" onClick={onAll}>
          Select all {matching.toLocaleString('en')} matching
        </button>
      )}
      <span className="ui-bulk-actions">{children}</span>
      <Button variant="quiet" keyHint="Esc" onClick={onClear}>
        Clear
      </Button>
    </div>
  );
