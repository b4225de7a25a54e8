import { createContext, type ReactElement, type ReactNode, useContext } from 'react';
import { createPortal } from 'react-dom';
import { useShallow } from 'zustand/react/shallow';
import { hintsOf, type KeyHint, useKeyWords } from '#renderer/app/key-hints.ts';
import { useKeyRegistry } from '#renderer/app/keys.ts';
import { Key } from '#renderer/ui/Key.tsx';

/** The frame's status line, into which each page puts what it counted. */
export const StatusSlot = createContext<HTMLElement | null>(null);

interface Props {
  readonly facts: readonly ReactNode[];
  /** The page's own words for keys that it has bound; which keys are shown is read from the bindings. */
  readonly keys?: readonly { readonly keys: readonly string[]; readonly does: string }[];
}

const noWords: NonNullable<Props['keys']> = [];

export const StatusLine = ({ facts, keys = noWords }: Props): ReactElement | null => {
  const slot = useContext(StatusSlot);
  useKeyWords(keys);
  if (slot === null) return null;
  return createPortal(
    <>{facts.map((fact, index) => (fact === null || fact === false ? null : <span key={index}>{fact}</span>))}</>,
    slot,
  );
};

const hintId = ({ keys, does }: KeyHint): string => `${keys.join('\n')}\t${does}`;

/** The keys that work here, at the right end of the status line. */
export const StatusKeys = (): ReactElement => {
  const ids = useKeyRegistry(useShallow(state => hintsOf(state).map(hintId)));
  const pending = useKeyRegistry(state => state.pending);
  return (
    <span className="status-keys" data-pending={pending ?? undefined}>
      {pending === null ? null : <span className="strong">Go to</span>}
      {ids.map(id => {
        const [keys = '', does = ''] = id.split('\t');
        return (
          <span key={id} className="status-key">
            {keys.split('\n').map(name => (
              <Key key={name} name={name} />
            ))}
            {does}
          </span>
        );
      })}
    </span>
  );
};
