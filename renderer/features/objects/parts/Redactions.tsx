import { type ReactElement, type ReactNode, useState } from 'react';
import type { ObjectDetail, ObjectFact } from '#contract/objects';
import { Icon } from '#renderer/ui/Icon.tsx';
import { countText } from '#renderer/ui/time.ts';
import { visible } from '#renderer/ui/visible.ts';
import { linesText } from './ObjectFindings.tsx';
import { Section } from '#renderer/ui/Section.tsx';

interface Props {
  readonly detail: ObjectDetail;
  readonly onReveal: (line: number) => void;
}

/** A JSON pointer as people read it: the slash inside a key is no longer escaped. */
const pathText = (pointer: string): string => pointer.replaceAll('~1', '/').replaceAll('~0', '~');

const Row = ({
  path,
  line,
  onReveal,
  children,
}: {
  readonly path: string;
  readonly line: number | null;
  readonly onReveal: (line: number) => void;
  readonly children: ReactNode;
}): ReactElement => (
  <li className="redaction">
    <span className="mono redaction-path">{visible(pathText(path), 300)}</span>
    <span className="muted">{children}</span>
    {line === null ? null : (
      <button
        type="button"
        className="link"
        aria-label={`Show ${linesText([line, line])}: ${visible(path, 120)}`}
        onClick={() => onReveal(line)}
      >
        {linesText([line, line])}
      </button>
    )}
  </li>
);

const sizeText = (size: number): string => (size === 0 ? 'empty' : `up to ${countText(size)} characters`);

const Rest = ({ listed, total }: { readonly listed: number; readonly total: number }): ReactElement | null =>
  total > listed ? <p className="muted small">{countText(total - listed)} more are not listed.</p> : null;

/** Kinds whose values never reach a snapshot, whatever they are. */
const keptOut: Readonly<Record<string, string>> = {
  secrets:
    'Of a Secret only its type and the names of its keys are kept. The snapshot holds none of its values, so the YAML has no data.',
  configmaps: 'Of a ConfigMap the names of its keys are kept. Every value is replaced, secret or not.',
};

const Keys = ({ detail }: { readonly detail: ObjectDetail }): ReactElement | null => {
  const keys = detail.facts.filter(({ kind }) => kind === 'secret-key').map(fact => fact.class);
  return detail.resource !== 'secrets' || keys.length === 0 ? null : (
    <p>
      Keys: <span className="mono">{keys.map(key => visible(key, 253)).join(', ')}</span>
    </p>
  );
};

const noteOf = ({ redactionsTotal, resource }: ObjectDetail): string =>
  redactionsTotal > 0 ? countText(redactionsTotal) : resource === 'secrets' ? 'all values' : 'nothing';

/** What was taken out before anything was kept, and why. */
export const Redactions = ({ detail, onReveal }: Props): ReactElement => {
  const { redactions, redactionsTotal, resource } = detail;
  const always = keptOut[resource];
  return (
    <Section id="redactions" title="Taken out" note={noteOf(detail)}>
      {always === undefined ? null : <p className="muted">{always}</p>}
      <Keys detail={detail} />
      {redactionsTotal === 0 && always === undefined ? (
        <p className="muted">No value of this object was recognised as secret.</p>
      ) : null}
      {redactionsTotal === 0 ? null : (
        <>
          {always === undefined ? (
            <p className="muted">Values that are secret, or look like it, are replaced or removed before anything is stored.</p>
          ) : null}
          {/* A mark without a code is of a value too short to compare. */}
          {detail.yaml.includes('«redacted ') ? (
            <p className="muted">The same code in two marks stands for the same value.</p>
          ) : null}
          <ul>
            {redactions.map(({ path, class: what, size, line }, index) => (
              <Row key={`${path} ${String(index)}`} path={path} line={line} onReveal={onReveal}>
                {visible(what, 100)}, {sizeText(size)}
              </Row>
            ))}
          </ul>
          <Rest listed={redactions.length} total={redactionsTotal} />
        </>
      )}
    </Section>
  );
};

const factWords: Readonly<Record<string, string>> = {
  credential: 'holds a credential',
  'env-literal': 'environment variable',
  'secret-key': 'key of the Secret',
  'key-manager': 'written by',
  managers: 'field manager',
  'aws-auth': 'maps to group',
  'config-value': 'setting',
};

const factText = ({ kind, class: what, detail }: ObjectFact): string =>
  `${factWords[kind] ?? kind} ${visible(what, 160)}${detail === null ? '' : ` (${visible(detail, 160)})`}`;

/** What was noted of values before they were taken out, and who wrote the object. Folded: rules read it, people seldom. */
export const Facts = ({ detail, onReveal }: Props): ReactElement | null => {
  const [open, setOpen] = useState(false);
  if (detail.factsTotal === 0) return null;
  return (
    <Section id="facts" title="Noted while reading" note={countText(detail.factsTotal)}>
      <button type="button" className="link small object-fold" aria-expanded={open} onClick={() => setOpen(!open)}>
        <Icon name={open ? 'chevron-down' : 'chevron-right'} size={11} />
        {open ? 'Fold' : 'What rules know of values that are not kept'}
      </button>
      {open ? (
        <>
          <ul>
            {detail.facts.map((fact, index) => (
              <Row key={`${fact.kind} ${fact.path} ${String(index)}`} path={fact.path} line={fact.line} onReveal={onReveal}>
                {factText(fact)}
              </Row>
            ))}
          </ul>
          <Rest listed={detail.facts.length} total={detail.factsTotal} />
        </>
      ) : null}
    </Section>
  );
};
