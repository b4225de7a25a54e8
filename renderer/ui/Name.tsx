import type { ReactElement } from 'react';
import { copyText } from './CopyButton.tsx';
import { MiddleTruncate } from './MiddleTruncate.tsx';
import { toast } from './Toast.tsx';
import { Tooltip } from './Tooltip.tsx';
import { visible } from './visible.ts';

/** A name that is cut in its middle, whole on hover and on focus, and copied on click. */
export const Name = ({ text, label }: { readonly text: string; readonly label: string }): ReactElement => (
  <Tooltip text={`${visible(text, 400)}. Click to copy.`}>
    <button
      type="button"
      className="ui-name"
      aria-label={`${label}: ${visible(text, 400)}`}
      onClick={() => void copyText(text).then(done => (done ? toast('Copied', visible(text, 400)) : undefined))}
    >
      <MiddleTruncate text={text} plain />
    </button>
  </Tooltip>
);
