import { createContext, type ReactElement, type ReactNode, useContext } from 'react';
import { createPortal } from 'react-dom';
import { Key } from '#renderer/ui/Key.tsx';

/** The frame's status line, into which each page puts what it counted and which keys it has. */
export const StatusSlot = createContext<HTMLElement | null>(null);

interface Props {
  readonly facts: readonly ReactNode[];
  readonly keys?: readonly { readonly keys: readonly string[]; readonly does: string }[];
}

export const StatusLine = ({ facts, keys = [] }: Props): ReactElement | null => {
  const slot = useContext(StatusSlot);
  if (slot === null) return null;
  return createPortal(
    <>
      {facts.map((fact, index) => (fact === null || fact === false ? null : <span key={index}>{fact}</span>))}
      <span className="status-keys">
        {keys.map(({ keys: names, does }) => (
          <span key={does} className="status-key">
            {names.map(name => (
              <Key key={name} name={name} />
            ))}
            {does}
          </span>
        ))}
      </span>
    </>,
    slot,
  );
};
