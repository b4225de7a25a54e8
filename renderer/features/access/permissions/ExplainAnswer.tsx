import { type ReactElement, useState } from 'react';
import { Link } from 'wouter';
import type { EdgeCatalogue } from '#contract/attack';
import type { Explain } from '#contract/rbac';
import type { SnapshotSummary } from '#contract/snapshot';
import { problemOf, useCall } from '#renderer/app/client/query.ts';
import { stateOf, usePageState } from '#renderer/app/page-state.ts';
import { routes } from '#renderer/app/routes.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Code } from '#renderer/ui/Code.tsx';
import { CopyButton } from '#renderer/ui/CopyButton.tsx';
import { Icon } from '#renderer/ui/Icon.tsx';
import { Section } from '#renderer/ui/Section.tsx';
import { ErrorState, LoadingState } from '#renderer/ui/States.tsx';
import { TextField } from '#renderer/ui/TextField.tsx';
import { visible } from '#renderer/ui/visible.ts';
import type { AccessControl } from '../access-state.ts';
import { Caveats, Gaps } from '../parts/Gaps.tsx';
import { accessText, edgeTitle, nodeText, refKey, refText } from '../words.ts';
import { Grants } from './Grants.tsx';

interface Props {
  readonly summary: SnapshotSummary;
  readonly control: AccessControl;
  readonly catalogue: EdgeCatalogue | undefined;
}

const claims: Readonly<Record<Explain['answer'], string>> = {
  yes: 'This is allowed by what was read.',
  no: 'No rule grants this.',
  unknown: 'Whether a rule grants this is not known.',
};

const Nearest = ({ explain, snapshot }: { readonly explain: Explain; readonly snapshot: string }): ReactElement | null =>
  explain.nearest.length === 0 ? null : (
    <Section id="explain-nearest" title="Rules that come closest">
      <ol className="choke-list">
        {explain.nearest.slice(0, 6).map(({ grant, lacks }, index) => (
          <li key={index}>
            <p>
              Rule {grant.rule + 1} of <Link href={routes.object(snapshot, refKey(grant.role))}>{refText(grant.role)}</Link>, by{' '}
              <Link href={routes.object(snapshot, refKey(grant.binding))}>{refText(grant.binding)}</Link>
            </p>
            <ul className="lacks">
              {lacks.map(lack => (
                <li key={lack}>
                  <Icon name="failed" size={10} /> {visible(lack, 300)}
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ol>
    </Section>
  );

const Outcome = ({
  explain,
  snapshot,
  catalogue,
}: {
  readonly explain: Explain;
  readonly snapshot: string;
  readonly catalogue: EdgeCatalogue | undefined;
}): ReactElement => (
  <>
    <Gaps needs={explain.needs} snapshot={snapshot} />
    <div className="access-lead">
      <h2>{claims[explain.answer]}</h2>
      <p>
        <span className="mono">{visible(nodeText(explain.subject), 200)}</span> asked to <code>{accessText(explain.access)}</code>
        .
      </p>
    </div>
    {explain.by.length === 0 ? null : (
      <Section id="explain-by" title="Granted by">
        <Grants snapshot={snapshot} grants={explain.by} />
      </Section>
    )}
    <Nearest explain={explain} snapshot={snapshot} />
    {explain.proposal === '' ? null : (
      <Section
        id="explain-proposal"
        title="The smallest Role that allows it"
        note={<CopyButton text={explain.proposal}>Copy the YAML</CopyButton>}
      >
        <Code text={explain.proposal} label="Proposed Role and binding" />
        {explain.adds.length === 0 ? (
          <p className="muted">It opens no way that an attacker could use further.</p>
        ) : (
          <>
            <p className="strong">It would open:</p>
            <ul className="access-edges">
              {explain.adds.map(({ edge, from, to, reachesAdmin }) => (
                <li key={`${edge} ${from} ${to}`}>
                  <div>
                    {edgeTitle(catalogue, edge)}:{' '}
                    <span className="mono">{visible(`${nodeText(from)} to ${nodeText(to)}`, 200)}</span>
                    {reachesAdmin ? <span className="is-alert"> and so reaches cluster admin</span> : null}
                  </div>
                </li>
              ))}
            </ul>
          </>
        )}
      </Section>
    )}
    {explain.proposal === '' ? null : (
      <Section id="explain-who" title="Who may grant it">
        <p className="mono">
          {explain.grantableBy.length === 0
            ? 'Nobody that was read.'
            : visible(explain.grantableBy.slice(0, 20).join(', '), 2000)}
        </p>
      </Section>
    )}
    <Caveats caveats={explain.caveats} />
  </>
);

const Answer = ({ summary, catalogue, text }: Pick<Props, 'summary' | 'catalogue'> & { readonly text: string }): ReactElement => {
  const asked = useCall('rbac.explain', { snapshot: summary.id, text });
  usePageState(stateOf(asked));
  if (asked.isError && asked.data === undefined)
    return <ErrorState fault={problemOf(asked.error)} onRetry={() => void asked.refetch()} />;
  return asked.data === undefined ? (
    <LoadingState label="Looking for the nearest rules" />
  ) : (
    <Outcome explain={asked.data} snapshot={summary.id} catalogue={catalogue} />
  );
};

const Ready = (): null => {
  usePageState('ready');
  return null;
};

/** A refused request, pasted as it was printed: what it lacks, and the smallest Role that would allow it. */
export const ExplainAnswer = ({ summary, control: { state, change }, catalogue }: Props): ReactElement => {
  const asked = state.ask['text'] ?? '';
  const [text, setText] = useState(asked);
  return (
    <div className="page-scroll access-explain">
      <div className="access-paste">
        <TextField
          label="What was refused"
          value={text}
          onChange={setText}
          rows={4}
          mono
          maxLength={20_000}
          placeholder='Error from server (Forbidden): secrets is forbidden: User "system:serviceaccount:ci:deployer" cannot list resource "secrets" in API group "" in the namespace "shop"'
        />
        <Button variant="primary" disabled={text.trim() === ''} onClick={() => change({ ask: { text: text.trim() } })}>
          Explain
        </Button>
      </div>
      {asked === '' ? <Ready /> : <Answer summary={summary} catalogue={catalogue} text={asked} />}
    </div>
  );
};
