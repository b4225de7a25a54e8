import { type ReactElement, type ReactNode, useEffect, useState } from 'react';
import { CopyButton } from './CopyButton.tsx';
import { Icon } from './Icon.tsx';
import { visible, visibleLines } from './visible.ts';

/** Teaches the next step in one sentence, with one button. */
export const EmptyState = ({
  title,
  children,
  action,
}: {
  readonly title: string;
  readonly children?: ReactNode;
  readonly action?: ReactNode;
}): ReactElement => (
  <div className="ui-state">
    <h2 className="ui-state-title">{title}</h2>
    {children === undefined ? null : <p className="ui-state-text">{children}</p>}
    {action === undefined ? null : <div className="ui-state-action">{action}</div>}
  </div>
);

export interface Fault {
  readonly what: string;
  readonly why: string;
  readonly todo: string;
  readonly detail?: string | undefined;
  readonly at?:
    | { readonly file?: string | undefined; readonly line?: number | undefined; readonly field?: string | undefined }
    | undefined;
}

const place = ({ at }: Fault): string => {
  if (at === undefined) return '';
  const file = at.file === undefined ? '' : at.line === undefined ? at.file : `${at.file}, line ${at.line}`;
  return [file, at.field].filter(Boolean).join(', ');
};

const whole = (fault: Fault): string =>
  [fault.what, fault.why, fault.todo, place(fault), fault.detail ?? ''].filter(Boolean).join('\n');

interface ErrorProps {
  readonly fault: Fault;
  readonly onRetry?: (() => void) | undefined;
  readonly action?: ReactNode;
  /** Small, inside a panel. */
  readonly inline?: boolean;
}

/** What happened, why, what to do; the raw message folded below. */
export const ErrorState = ({ fault, onRetry, action, inline = false }: ErrorProps): ReactElement => (
  <div className={inline ? 'ui-error ui-error-inline' : 'ui-error'} role="alert">
    <p className="ui-error-what">
      <Icon name="warning" />
      {visible(fault.what)}
    </p>
    {fault.why === '' ? null : <p>{visible(fault.why)}</p>}
    <p>{visible(fault.todo)}</p>
    {place(fault) === '' ? null : <p className="mono muted">{visible(place(fault))}</p>}
    {fault.detail === undefined || fault.detail === '' ? null : (
      <details className="ui-raw">
        <summary>Raw message</summary>
        <pre className="mono">{visibleLines(fault.detail, 8000)}</pre>
      </details>
    )}
    <div className="ui-error-actions">
      {onRetry === undefined ? null : (
        <button type="button" className="ui-button ui-button-plain" onClick={onRetry}>
          Try again
        </button>
      )}
      {action}
      <CopyButton text={whole(fault)} className="ui-button ui-button-quiet">
        Copy
      </CopyButton>
    </div>
  </div>
);

/** Says nothing for 300 ms: what is quicker needs no word. */
export const LoadingState = ({ label }: { readonly label: string }): ReactElement => {
  const [shown, setShown] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setShown(true), 300);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div className="ui-loading" role="status" aria-busy="true">
      <span className={shown ? 'ui-loading-text' : 'ui-loading-text is-waiting'}>{label}</span>
    </div>
  );
};
