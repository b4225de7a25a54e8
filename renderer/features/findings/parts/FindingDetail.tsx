import { memo, type ReactElement, useRef } from 'react';
import { Link, useLocation } from 'wouter';
import type { FindingDetail as Detail } from '#contract/findings-query';
import type { SnapshotSummary } from '#contract/snapshot';
import { problemOf, useCall } from '#renderer/app/client/query.ts';
import { useKeys } from '#renderer/app/keys.ts';
import { routes } from '#renderer/app/routes.ts';
import { toggleInTray, trayOf, useTray } from '#renderer/app/tray.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { copyText } from '#renderer/ui/CopyButton.tsx';
import { Jumps } from '#renderer/ui/Jumps.tsx';
import { ActionMenu } from '#renderer/ui/Menu.tsx';
import { SeverityGlyph, verdictWord } from '#renderer/ui/Severity.tsx';
import { ErrorState, LoadingState } from '#renderer/ui/States.tsx';
import { toast } from '#renderer/ui/Toast.tsx';
import { visible } from '#renderer/ui/visible.ts';
import { asKubectl, asMarkdown, findingLink } from '../copy-as.ts';
import { looksOf, scopeWords, seenAgain, useRechecks } from '../rechecks.ts';
import { type Rechecking, useRecheck, whyNot } from '../use-recheck.ts';
import { Frameworks, Occurrences, RuleSection, Why } from './About.tsx';
import { EvidenceSection } from './EvidenceSection.tsx';
import { FixIn } from './FixIn.tsx';
import { FixSection, MayBreak } from './FixSection.tsx';
import { FindingLayer } from './RecheckLayer.tsx';

const jumps = [
  { id: 'fix-in', label: 'Fix in' },
  { id: 'evidence', label: 'Evidence' },
  { id: 'why', label: 'Why' },
  { id: 'fix', label: 'Fix' },
  { id: 'may-break', label: 'May break' },
  { id: 'frameworks', label: 'Frameworks' },
  { id: 'occurrences', label: 'Occurrences' },
  { id: 'rule', label: 'Rule' },
] as const;

const Claim = ({
  detail: { finding },
  heading: Heading,
}: {
  readonly detail: Detail;
  readonly heading: 'h1' | 'h2';
}): ReactElement => {
  const unknown = finding.status === 'unknown';
  const { resource } = finding;
  return (
    <header className="panel-head">
      <Heading>{visible(finding.message, 1000)}</Heading>
      <p className="panel-sub">
        <SeverityGlyph severity={finding.severity} unknown={unknown} size={13} />
        <span>
          {verdictWord(finding.severity, unknown)} ·{' '}
          {unknown ? 'not evaluated' : finding.status === 'suppressed' ? 'suppressed' : 'fails'}
        </span>
        {resource === null ? null : (
          <span>
            · {visible(resource.kind, 80)}{' '}
            <span className="mono">
              {visible(`${resource.namespace === undefined ? '' : `${resource.namespace}/`}${resource.name}`, 400)}
            </span>
          </span>
        )}
      </p>
    </header>
  );
};

const copy = (what: string, text: string | null): void => {
  if (text !== null) void copyText(text).then(done => (done ? toast(`Copied as ${what}`) : undefined));
};

const recheckActions = ({ finding }: Detail, { start }: Rechecking) => {
  const { resource } = finding;
  const namespace = resource?.kind === 'Namespace' ? resource.name : resource?.namespace;
  return [
    { label: 'This finding', onSelect: () => start({ type: 'finding', finding: finding.id }) },
    ...(resource === null || finding.status === 'unknown'
      ? []
      : [
          {
            label: `All of ${resource.kind} ${visible(resource.name, 60)}`,
            onSelect: () =>
              start({
                type: 'object',
                apiVersion: resource.apiVersion,
                kind: resource.kind,
                name: resource.name,
                ...(resource.namespace === undefined ? {} : { namespace: resource.namespace }),
              }),
          },
        ]),
    ...(namespace === undefined
      ? []
      : [{ label: `Namespace ${visible(namespace, 60)}`, onSelect: () => start({ type: 'namespace', namespace }) }]),
  ];
};

const Actions = ({
  detail,
  snapshot,
  patchable,
  recheck,
}: {
  readonly detail: Detail;
  readonly snapshot: string;
  readonly patchable: boolean;
  /** Null: no cluster stands behind the snapshot. */
  readonly recheck: Rechecking | null;
}): ReactElement => {
  const [, navigate] = useLocation();
  const object = detail.object === null ? null : routes.object(snapshot, detail.object, detail.finding.id);
  const inTray = useTray(state => trayOf(state, snapshot).includes(detail.finding.id));
  const toTray = (): void => toggleInTray(snapshot, detail.finding.id);
  useKeys({ ...(patchable ? { p: toTray } : {}), ...(object === null ? {} : { o: () => navigate(object) }) });
  const kubectl = asKubectl(detail);
  return (
    <footer className="ui-actions detail-actions">
      {patchable ? (
        <Button variant={inTray ? 'plain' : 'primary'} keyHint="P" onClick={toTray}>
          {inTray ? 'Take out of tray' : 'Add to tray'}
        </Button>
      ) : null}
      {inTray ? (
        <Link href={routes.tray(snapshot)} className="ui-button ui-button-primary">
          Open tray
        </Link>
      ) : null}
      {object === null ? null : (
        <Button keyHint="O" onClick={() => navigate(object)}>
          Open object
        </Button>
      )}
      {recheck === null ? null : recheck.running === null ? (
        <ActionMenu label="Re-check" actions={recheckActions(detail, recheck)} />
      ) : (
        <Button onClick={recheck.cancel}>Stop: checking {visible(scopeWords(recheck.running), 60)}</Button>
      )}
      <ActionMenu
        label="Copy as"
        actions={[
          { label: 'Markdown', onSelect: () => copy('Markdown', asMarkdown(detail)) },
          ...(kubectl === null ? [] : [{ label: 'kubectl command', onSelect: () => copy('kubectl command', kubectl) }]),
          { label: 'Link', onSelect: () => copy('link', findingLink(snapshot, detail.finding.id, 'plumbline' in window)) },
        ]}
      />
    </footer>
  );
};

interface Props {
  readonly snapshot: SnapshotSummary;
  readonly finding: string;
  /** As a page of its own, in two columns. */
  readonly wholePage: boolean;
}

/** Claim, then evidence, then fix. */
export const FindingDetail = memo(({ snapshot, finding, wholePage }: Props): ReactElement => {
  const asked = useCall('findings.get', { snapshot: snapshot.id, finding });
  const fixable = asked.data?.finding.fixable ?? false;
  const patch = useCall('patch.preview', { snapshot: snapshot.id, finding }, { enabled: fixable });
  const scroller = useRef<HTMLDivElement>(null);
  const recheck = useRecheck(snapshot.id);
  const looks = useRechecks(state => looksOf(state, snapshot.id));
  const notAgain = whyNot(snapshot.meta);
  // Until its claim is there to head it, a page of its own has a name all the same.
  if (asked.data === undefined || asked.isError)
    return (
      <>
        {wholePage ? <h1 className="sr-only">Finding</h1> : null}
        {asked.isError ? (
          <ErrorState fault={problemOf(asked.error)} onRetry={() => void asked.refetch()} />
        ) : (
          <LoadingState label="Reading the finding" />
        )}
      </>
    );
  const detail = asked.data;
  const seen = seenAgain(looks, finding);
  const first = (
    <>
      <FixIn detail={detail} />
      <EvidenceSection detail={detail} snapshot={snapshot} />
      <Why detail={detail} />
    </>
  );
  const second = (
    <>
      <FixSection detail={detail} patch={patch} snapshot={snapshot} />
      {fixable ? <MayBreak patch={patch} /> : null}
      <Frameworks detail={detail} />
      <Occurrences detail={detail} snapshot={snapshot.id} />
      <RuleSection detail={detail} />
      {notAgain === null ? null : <p className="section muted small">{notAgain}</p>}
    </>
  );
  return (
    <article className="detail" aria-label="Finding">
      <Claim detail={detail} heading={wholePage ? 'h1' : 'h2'} />
      {seen === undefined ? null : <FindingLayer seen={seen} />}
      {recheck.problem === null ? null : <ErrorState fault={recheck.problem} inline />}
      {wholePage ? (
        <div className="detail-columns">
          <div className="panel-scroll">{first}</div>
          <div className="panel-scroll">{second}</div>
        </div>
      ) : (
        <>
          <Jumps
            jumps={fixable ? jumps : jumps.filter(jump => jump.id !== 'may-break')}
            scroller={scroller}
            label="Parts of the finding"
          />
          <div className="panel-scroll" ref={scroller}>
            {first}
            {second}
          </div>
        </>
      )}
      <Actions
        detail={detail}
        snapshot={snapshot.id}
        patchable={fixable && patch.data !== undefined}
        recheck={notAgain === null ? recheck : null}
      />
    </article>
  );
});
