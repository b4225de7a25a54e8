import type { ReactElement } from 'react';
import { Button } from '#renderer/ui/Button.tsx';
import { countText } from '#renderer/ui/time.ts';

interface Props {
  readonly offset: number;
  readonly limit: number;
  readonly total: number;
  readonly onChange: (offset: number) => void;
}

export const Pager = ({ offset, limit, total, onChange }: Props): ReactElement | null =>
  total <= limit ? null : (
    <div className="access-pager">
      <span className="muted">
        {countText(offset + 1)} to {countText(Math.min(total, offset + limit))} of {countText(total)}
      </span>
      <Button disabled={offset === 0} onClick={() => onChange(Math.max(0, offset - limit))}>
        Previous
      </Button>
      <Button disabled={offset + limit >= total} onClick={() => onChange(offset + limit)}>
        Next
      </Button>
    </div>
  );
