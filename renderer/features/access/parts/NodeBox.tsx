import { type ReactElement, type RefObject, useEffect, useRef, useState } from 'react';
import type { AttackNode } from '#contract/attack';
import { useCall } from '#renderer/app/client/query.ts';
import { type Completion, CompletionInput } from '#renderer/ui/CompletionInput.tsx';
import { visible } from '#renderer/ui/visible.ts';

interface Props {
  readonly label: string;
  readonly snapshot: string;
  readonly value: string;
  readonly onChange: (node: string) => void;
  /** What may stand here beyond names. */
  readonly kinds: readonly (readonly [string, string])[];
  readonly placeholder?: string;
  /** Takes less room than a start. */
  readonly short?: boolean;
  readonly input?: RefObject<HTMLInputElement | null>;
}

export const startKinds = [
  ['sa:', 'service account: sa:namespace/name'],
  ['user:', 'user'],
  ['group:', 'group'],
  ['pod:', 'pod: pod:namespace/name'],
  ['workload:', 'workload: workload:namespace/kind/name'],
  ['node:', 'node'],
  ['internet', 'anyone on the internet'],
] as const;

export const endKinds = [
  ['admin', 'cluster admin'],
  ['nodes', 'every node'],
  ['ns:', 'running what one likes in a namespace'],
  ['secret:', 'secret: secret:namespace/name'],
  ['node:', 'node'],
  ['cloud:', 'cloud identity'],
  ['sa:', 'service account'],
] as const;

const rest = 90;

const completionOf = (node: AttackNode): Completion => ({
  text: node.id,
  caret: node.id.length,
  label: visible(node.id, 120),
  note: visible(node.toAdmin === null ? node.label : `${node.label}, reaches admin`, 80),
});

/** From or To: what is typed is completed, by kinds first and then by names; Enter or a choice asks. */
export const NodeBox = ({
  label,
  snapshot,
  value,
  onChange,
  kinds,
  placeholder,
  short = false,
  input: given,
}: Props): ReactElement => {
  const own = useRef<HTMLInputElement>(null);
  const input = given ?? own;
  const [text, setText] = useState(value);
  const [known, setKnown] = useState(value);
  const [rested, setRested] = useState(value);
  if (value !== known) {
    setKnown(value);
    setText(value);
  }
  useEffect(() => {
    const timer = setTimeout(() => setRested(text.trim()), rest);
    return () => clearTimeout(timer);
  }, [text]);
  const named = useCall(
    'attack.nodes',
    { snapshot, text: rested.slice(0, 300), limit: 12 },
    { enabled: rested !== '' && rested !== value, keep: true },
  ).data;
  const completions = (now: string): readonly Completion[] => {
    const typed = now.trim().toLowerCase();
    const kindRows = kinds
      .filter(([kind]) => kind.startsWith(typed) && kind !== typed)
      .map(([kind, note]): Completion => ({ text: kind, caret: kind.length, label: kind, note }));
    const nodes =
      typed === '' || typed === value ? [] : (named?.nodes ?? []).filter(({ id }) => id !== now.trim()).map(completionOf);
    return [...kindRows, ...nodes.filter(({ text: id }) => !kindRows.some(row => row.text === id))].slice(0, 14);
  };
  const ask = (node: string): void => {
    const asked = node.trim();
    setText(asked);
    if (asked !== value) onChange(asked);
  };
  const write = (next: string): void => {
    setText(next);
    if (named?.nodes.some(({ id }) => id === next) === true || kinds.some(([kind]) => kind === next && !kind.endsWith(':')))
      ask(next);
  };
  const [, prefix = '', name = ''] = /^([a-z]+:)?(.*)$/su.exec(text) ?? [];
  return (
    <label className={`node-box ${short ? 'is-short' : ''}`}>
      <span className="muted">{label}</span>
      <span className="filter-field">
        <span className="filter-ghost" aria-hidden="true">
          <span className="filter-name">{prefix}</span>
          {visible(name, 400)}
        </span>
        <CompletionInput
          label={label}
          value={text}
          onChange={write}
          completions={completions}
          onLeave={() => ask(text)}
          onCaret={caret => (caret === null && text.trim() !== value && !text.endsWith(':') ? ask(text) : undefined)}
          input={input}
          inputProps={{ maxLength: 600, ...(placeholder === undefined ? {} : { placeholder }) }}
        />
      </span>
    </label>
  );
};
