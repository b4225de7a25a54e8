import { type ReactElement, useEffect, useRef } from 'react';
import { openPane, type PaneLine } from './editor.ts';
import { useNonce } from './nonce.ts';

interface Props {
  readonly lines: readonly PaneLine[];
  readonly label: string;
  readonly signs?: boolean;
}

export const Pane = ({ lines, label, signs = false }: Props): ReactElement => {
  const parent = useRef<HTMLDivElement>(null);
  const nonce = useNonce();
  useEffect(() => {
    if (parent.current === null) return undefined;
    const view = openPane({ parent: parent.current, lines, label, nonce, signs });
    return () => view.destroy();
  }, [lines, label, nonce, signs]);
  return <div className="ui-pane" ref={parent} />;
};
