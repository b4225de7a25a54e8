import type { ReactElement } from 'react';
import { Button } from '#renderer/ui/Button.tsx';
import { Icon } from '#renderer/ui/Icon.tsx';
import { ActionMenu } from '#renderer/ui/Menu.tsx';
import { PopoverButton } from '#renderer/ui/PopoverButton.tsx';
import { countText, plural } from '#renderer/ui/time.ts';
import { visible } from '#renderer/ui/visible.ts';
import type { Model } from '../model.ts';

interface Props {
  readonly model: Model;
  readonly drawing: boolean;
  readonly undoable: boolean;
  readonly onFit: () => void;
  readonly onZoom: (factor: number) => void;
  readonly onUndo: () => void;
  readonly exports: readonly { readonly label: string; readonly onSelect: () => void }[];
}

const zoomStep = 1.25;

/** How much is drawn of how much, and what was folded into what. */
const Drawn = ({ model }: { readonly model: Model }): ReactElement => {
  const all = model.nodes.length + model.folded + model.omitted.nodes;
  const left = model.folded + model.omitted.nodes;
  const folds = model.nodes.filter(({ count }) => count > 1);
  return (
    <span className="graph-drawn muted">
      drawn {countText(model.nodes.length)} of {plural(all, 'node')}
      {left === 0 ? null : (
        <>
          ; folded {countText(left)}:{' '}
          <PopoverButton label="show" className="folds-popup">
            {folds.length === 0 ? null : (
              <>
                <p className="strong">Drawn as one</p>
                <ul>
                  {folds.slice(0, 12).map(node => (
                    <li key={node.id}>
                      {visible(node.label, 90)} <span className="muted">like</span>{' '}
                      <span className="mono">{visible(node.name, 70)}</span>
                    </li>
                  ))}
                </ul>
                {folds.length > 12 ? <p className="muted small">and {countText(folds.length - 12)} more groups</p> : null}
              </>
            )}
            {model.omitted.nodes + model.omitted.edges === 0 ? null : (
              <p>
                Left out: {plural(model.omitted.nodes, 'node')} and {plural(model.omitted.edges, 'edge')}.{' '}
                {visible(model.omitted.reason, 300) || 'Behind what is blocked nothing is drawn.'}
              </p>
            )}
          </PopoverButton>
        </>
      )}
    </span>
  );
};

export const GraphBar = ({ model, drawing, undoable, onFit, onZoom, onUndo, exports }: Props): ReactElement => (
  <div className="graph-bar">
    {drawing ? (
      <>
        <Button onClick={onFit}>Fit</Button>
        <Button aria-label="Zoom in" onClick={() => onZoom(zoomStep)}>
          <Icon name="plus" size={12} />
        </Button>
        <Button aria-label="Zoom out" onClick={() => onZoom(1 / zoomStep)}>
          <Icon name="minus" size={12} />
        </Button>
      </>
    ) : null}
    <Button onClick={onUndo} disabled={!undoable} keyHint="Bksp">
      Undo
    </Button>
    <ActionMenu label="Export" actions={exports} />
    <span className="spacer" />
    <Drawn model={model} />
  </div>
);
