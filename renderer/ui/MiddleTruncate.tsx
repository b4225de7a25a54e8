import type { ReactElement } from 'react';
import { visible } from './visible.ts';

const tailLength = 10;

/** A name cut in its middle by the width there is (the style does it): the head shrinks, the tail stays. */
export const MiddleTruncate = ({
  text,
  className = '',
  plain = false,
}: {
  readonly text: string;
  readonly className?: string;
  /** What it stands in shows the whole on hover. */
  readonly plain?: boolean;
}): ReactElement => {
  const shown = visible(text, 300);
  const characters = Array.from(shown);
  const cut = Math.max(0, characters.length - tailLength);
  return (
    <span className={`ui-middle ${className}`} title={plain ? undefined : shown}>
      <span className="ui-middle-head">{characters.slice(0, cut).join('')}</span>
      <span className="ui-middle-tail">{characters.slice(cut).join('')}</span>
    </span>
  );
};
