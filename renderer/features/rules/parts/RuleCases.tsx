import { type ReactElement, useState } from 'react';
import type { RuleCase } from '#contract/methods';
import { problemOf, useCall } from '#renderer/app/client/query.ts';
import { Code } from '#renderer/ui/Code.tsx';
import { ErrorState, LoadingState } from '#renderer/ui/States.tsx';
import { visible } from '#renderer/ui/visible.ts';

const groups: readonly { readonly kind: RuleCase['kind']; readonly title: string }[] = [
  { kind: 'failing', title: 'It must speak' },
  { kind: 'passing', title: 'It must be silent' },
  { kind: 'unknown', title: 'It must say that it does not know' },
];

const Case = ({ given }: { readonly given: RuleCase }): ReactElement => {
  const [open, setOpen] = useState(false);
  return (
    <li>
      <details className="case" onToggle={event => setOpen(event.currentTarget.open)}>
        <summary>
          {visible(given.name, 300)}
          {given.nearMiss ? <span className="muted">, a near miss</span> : null}
        </summary>
        {open ? <Code text={given.text} label={`Case: ${visible(given.name, 200)}`} /> : null}
      </details>
    </li>
  );
};

/** The cases that test a rule: each can be read. */
export const RuleCases = ({ rule }: { readonly rule: string }): ReactElement => {
  const asked = useCall('rules.cases', { rule });
  if (asked.isError) return <ErrorState fault={problemOf(asked.error)} inline onRetry={() => void asked.refetch()} />;
  if (asked.data === undefined) return <LoadingState label="Reading the cases" />;
  const { cases } = asked.data;
  if (cases.length === 0) return <p className="muted">No case of it comes with this program.</p>;
  return (
    <>
      {groups.map(({ kind, title }) => {
        const own = cases.filter(each => each.kind === kind);
        return own.length === 0 ? null : (
          <div key={kind}>
            <h3 className="case-title">
              {title} <span className="muted">{own.length}</span>
            </h3>
            <ul>
              {own.map(given => (
                <Case key={given.name} given={given} />
              ))}
            </ul>
          </div>
        );
      })}
    </>
  );
};
