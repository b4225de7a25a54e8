import type { ReactElement } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { type KeyHint, sheetOf } from '#renderer/app/key-hints.ts';
import { type Layer, paletteKey, useKeyRegistry } from '#renderer/app/keys.ts';
import { closeOverlay, useOverlay } from '#renderer/app/overlays.ts';
import { useChangeSettings } from '#renderer/app/settings.ts';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { Key } from '#renderer/ui/Key.tsx';
import { Switch } from '#renderer/ui/Switch.tsx';

const isGo = ({ keys }: KeyHint): boolean => keys.every(key => key.startsWith('G '));

const useSheet = (level: Layer['level']): readonly KeyHint[] =>
  useKeyRegistry(useShallow(state => sheetOf(state, level).map(hint => JSON.stringify(hint)))).map(
    text => JSON.parse(text) as KeyHint,
  );

const Keys = ({ title, hints }: { readonly title: string; readonly hints: readonly KeyHint[] }): ReactElement | null =>
  hints.length === 0 ? null : (
    <section className="key-group">
      <h3>{title}</h3>
      <dl>
        {hints.map(({ keys, does }) => (
          <div key={does} className="key-row">
            <dt>
              {keys.map((name, index) => (
                <span key={name} className="key-choice">
                  {index === 0 ? null : <span className="muted">or</span>}
                  <span className="sr-only">{name}</span>
                  {name.split(' ').map(part => (
                    <Key key={part} name={part} />
                  ))}
                </span>
              ))}
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
    </section>
  );

const Sheet = (): ReactElement => {
  const single = useKeyRegistry(state => state.single);
  const change = useChangeSettings();
  const page = useSheet('page');
  const app = useSheet('app');
  const palette = { keys: [paletteKey()], does: 'find or run a command' };
  return (
    <>
      <div className="key-sheet">
        <Keys title="On this page" hints={page} />
        <Keys title="Everywhere" hints={[palette, ...app.filter(hint => !isGo(hint))]} />
        <Keys title="Go to" hints={app.filter(isGo)} />
      </div>
      <Switch
        label="Single-letter keys"
        checked={single}
        onChange={singleKeys => change({ singleKeys })}
        hint="Keys that are one character. They are off in text fields, menus and dialogs in any case; arrows, Enter, Esc and the palette stay."
      />
    </>
  );
};

/** Every key that does something now, read from the same bindings as the handlers. */
export const KeySheet = (): ReactElement => {
  const open = useOverlay(state => state.open === 'keys');
  return (
    <Dialog open={open} onClose={closeOverlay} title="Keys" wide>
      {open ? <Sheet /> : null}
    </Dialog>
  );
};
