import type { ReactElement } from 'react';
import { Link } from 'wouter';
import type { VanishedNote } from '#contract/inventory';
import type { ContextRef } from '#contract/snapshot';
import { routes } from '#renderer/app/routes.ts';
import { MiddleTruncate } from '#renderer/ui/MiddleTruncate.tsx';
import { plural } from '#renderer/ui/time.ts';
import { visible } from '#renderer/ui/visible.ts';

interface Props {
  readonly vanished: readonly VanishedNote[];
  readonly onForget: (context: ContextRef) => void;
}

const said = ({ note }: VanishedNote): string =>
  [note.owner, note.environment, note.criticality === '' ? '' : `${note.criticality} criticality`].filter(Boolean).join(', ');

/** Notes whose context is in no kubeconfig now: kept for when it comes back, unless a person says otherwise. */
export const Vanished = ({ vanished, onForget }: Props): ReactElement | null =>
  vanished.length === 0 ? null : (
    <details className="vanished">
      <summary>
        {plural(vanished.length, 'context')} with notes of yours in no kubeconfig now. The notes wait until they come back.
      </summary>
      <ul aria-label="Contexts that are away">
        {vanished.map(entry => (
          <li key={`${entry.context.source} ${entry.context.name}`} className="vanished-row">
            <span className="vanished-name">
              <MiddleTruncate text={entry.context.name} className="strong" />
              <MiddleTruncate text={entry.context.source} className="mono muted" />
            </span>
            <span className="muted small context-cut">{visible(said(entry), 300)}</span>
            {entry.last === null ? null : <Link href={routes.findings(entry.last.id)}>Last snapshot</Link>}
            <button
              type="button"
              className="link"
              aria-label={`Forget the notes on ${visible(entry.context.name, 200)}`}
              onClick={() => onForget(entry.context)}
            >
              Forget
            </button>
          </li>
        ))}
      </ul>
    </details>
  );
