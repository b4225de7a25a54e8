import { type ReactElement, type ReactNode, useState } from 'react';
import type { ObjectDetail, ObjectFact } from '#contract/objects';
import { Icon } from '#renderer/ui/Icon.tsx';
import { countText } from '#renderer/ui/time.ts';
import { visible } from '#renderer/ui/visible.ts';
import { linesText } from './ObjectFindings.tsx';
import { Part } from './Part.tsx';

interface Props {
  readonly detail: ObjectDetail;
  readonly onReveal: (line: number) => void;
}

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
    <span className="mono redaction-path">{visible(path, 300)}</span>
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

/** What was taken out before anything was kept, and why. */
export const Redactions = ({ detail, onReveal }: Props): ReactElement => (
  <Part id="redactions" title="Taken out" note={detail.redactionsTotal === 0 ? 'nothing' : countText(detail.redactionsTotal)}>
    {detail.redactionsTotal === 0 ? (
      <p className="muted">No value of this object was recognised as secret.</p>
    ) : (
      <>
        <p className="muted">
          Values that are secret, or look like it, are replaced before anything is stored: the snapshot does not hold them. The
          same code in two marks stands for the same value.
        </p>
        <ul>
          {detail.redactions.map(({ path, class: what, size, line }) => (
            <Row key={path} path={path} line={line} onReveal={onReveal}>
              {visible(what, 100)}, {sizeText(size)}
            </Row>
          ))}
        </ul>
        <Rest listed={detail.redactions.length} total={detail.redactionsTotal} />
      </>
    )}
  </Part>
);

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
    <Part id="facts" title="Noted while reading" note={countText(detail.factsTotal)}>
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
    </Part>
  );
};
