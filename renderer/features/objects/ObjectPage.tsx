import { type ReactElement, type ReactNode, useCallback, useMemo, useState } from 'react';
import { Link, useLocation, useSearch } from 'wouter';
import type { ObjectDetail } from '#contract/objects';
import type { SnapshotSummary } from '#contract/snapshot';
import { problemOf, useCall } from '#renderer/app/client/query.ts';
import { StatusLine } from '#renderer/app/frame/StatusLine.tsx';
import { useKeys } from '#renderer/app/keys.ts';
import { isServed, kubectlGet } from '#renderer/app/kubectl.ts';
import { SnapshotNotices } from '#renderer/app/notices.tsx';
import { stateOf, usePageState, useTitle } from '#renderer/app/page-state.ts';
import { keyOfPath, routes } from '#renderer/app/routes.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { copyText } from '#renderer/ui/CopyButton.tsx';
import { Icon } from '#renderer/ui/Icon.tsx';
import { MarkedText } from '#renderer/ui/MarkedText.tsx';
import { PartialNotice } from '#renderer/ui/Notice.tsx';
import { RelativeTime } from '#renderer/ui/RelativeTime.tsx';
import { EmptyState, ErrorState, LoadingState } from '#renderer/ui/States.tsx';
import { toast } from '#renderer/ui/Toast.tsx';
import { absoluteText, countText, plural } from '#renderer/ui/time.ts';
import { visible } from '#renderer/ui/visible.ts';
import { lastList } from './list-state.ts';
import { ObjectFindings } from './parts/ObjectFindings.tsx';
import { OwnerChain } from './parts/OwnerChain.tsx';
import { Facts, Redactions } from './parts/Redactions.tsx';
import { Relations } from './parts/Relations.tsx';

const copy = (what: string, text: string): void => void copyText(text).then(done => (done ? toast(`Copied ${what}`) : undefined));

const Head = ({ detail }: { readonly detail: ObjectDetail }): ReactElement => {
  const { object, apiVersion, createdAt, capturedAt, managedBy } = detail;
  return (
    <header className="panel-head">
      <h1 className="mono">{visible(object.name, 300)}</h1>
      <p className="panel-sub">
        <span className="strong">{visible(object.kind, 80)}</span>
        <span>· {object.namespace === null ? 'cluster-wide' : `namespace ${visible(object.namespace, 80)}`}</span>
        <span>· {visible(apiVersion, 120)}</span>
        {createdAt === null ? null : <span>· created {visible(absoluteText(createdAt), 60)}</span>}
        <span>
          · read {visible(absoluteText(capturedAt), 60)} (<RelativeTime time={capturedAt} suffix=" ago" />)
        </span>
        {managedBy.length === 0 ? null : <span>· managed by {managedBy.map(one => visible(one, 100)).join(', ')}</span>}
      </p>
    </header>
  );
};

/** A page that cannot show its object says so under the same way back. */
const Shell = ({ snapshot, children }: { readonly snapshot: SnapshotSummary; readonly children: ReactNode }): ReactElement => (
  <div className="page-column object-page">
    <div className="detail-back">
      <Link href={lastList(snapshot.id)} className="object-back">
        <Icon name="chevron-left" size={12} /> Objects
      </Link>
    </div>
    {children}
  </div>
);

const NoObject = ({ snapshot, why }: { readonly snapshot: SnapshotSummary; readonly why: string }): ReactElement => {
  usePageState('error');
  useTitle('No such object');
  return (
    <Shell snapshot={snapshot}>
      <h1 className="sr-only">No such object</h1>
      <EmptyState
        title="This snapshot has no such object"
        action={
          <>
            <Link href={routes.objects(snapshot.id)} className="ui-button ui-button-primary">
              All objects
            </Link>
            <Link href={routes.coverage(snapshot.id)} className="ui-button ui-button-plain">
              What was not read
            </Link>
          </>
        }
      >
        {visible(why, 500)}
      </EmptyState>
    </Shell>
  );
};

interface ViewProps {
  readonly summary: SnapshotSummary;
  readonly objectKey: string;
  readonly finding: string | null;
}

/** The YAML with its marks. What is too large for a page is told as such. */
const Yaml = ({
  detail,
  picked,
  onPick,
  reveal,
}: {
  readonly detail: ObjectDetail;
  readonly picked: string | null;
  readonly onPick: (id: string) => void;
  readonly reveal: { readonly line: number } | null;
}): ReactElement => {
  const marks = useMemo(
    () => detail.findings.flatMap(({ id, lines }) => (lines === null ? [] : [{ id, from: lines[0], to: lines[1] }])),
    [detail],
  );
  const cut = detail.shownLines < detail.lines;
  return (
    <div className="object-yaml">
      {cut ? (
        <PartialNotice>
          The first {countText(detail.shownLines)} of {plural(detail.lines, 'line')} are shown. Findings and values taken out
          further below are listed without a line.
        </PartialNotice>
      ) : null}
      <MarkedText
        text={detail.yaml.replace(/\n$/u, '')}
        marks={marks}
        picked={picked}
        onPick={onPick}
        reveal={reveal}
        label={`YAML of ${visible(detail.object.kind, 80)} ${visible(detail.object.name, 200)}`}
      />
    </div>
  );
};

const useRelated = (summary: SnapshotSummary, objectKey: string, enabled: boolean) => {
  const asked = useCall('objects.related', { snapshot: summary.id, key: objectKey }, { enabled });
  const failure =
    asked.isError && asked.data === undefined ? (
      <ErrorState fault={problemOf(asked.error)} onRetry={() => void asked.refetch()} inline />
    ) : null;
  return { data: asked.data, failure };
};

const commandOf = ({ apiVersion, object }: ObjectDetail): string | null =>
  isServed(object.kind)
    ? kubectlGet({
        apiVersion,
        kind: object.kind,
        name: object.name,
        ...(object.namespace === null ? {} : { namespace: object.namespace }),
      })
    : null;

interface ActionProps {
  readonly detail: ObjectDetail;
  readonly address: string;
  readonly copyYaml: () => void;
}

const Actions = ({ detail, address, copyYaml }: ActionProps): ReactElement => {
  const command = commandOf(detail);
  return (
    <footer className="ui-actions">
      <Button keyHint="C" onClick={copyYaml}>
        {detail.shownLines < detail.lines ? 'Copy the YAML that is shown' : 'Copy YAML'}
      </Button>
      {command === null ? null : <Button onClick={() => copy('the kubectl command', command)}>Copy kubectl command</Button>}
      {/* The desktop has links to findings alone. */}
      {'plumbline' in window ? null : <Button onClick={() => copy('the link', `${location.origin}${address}`)}>Copy link</Button>}
    </footer>
  );
};

const ObjectView = ({ summary, objectKey, finding }: ViewProps): ReactElement => {
  const [, navigate] = useLocation();
  const [reveal, setReveal] = useState<{ readonly line: number } | null>(null);
  const asked = useCall('objects.get', { snapshot: summary.id, key: objectKey });
  const detail = asked.data;
  const related = useRelated(summary, objectKey, detail !== undefined);
  usePageState(stateOf(asked));
  useTitle(detail === undefined ? 'Object' : `${visible(detail.object.kind, 80)} ${visible(detail.object.name, 120)}`);
  const pick = useCallback(
    (id: string | null): void => navigate(routes.object(summary.id, objectKey, id), { replace: true }),
    [navigate, summary.id, objectKey],
  );
  const findings = detail?.findings ?? [];
  const at = findings.findIndex(({ id }) => id === finding);
  const picked = findings[at]?.id ?? null;
  const move = (by: number): void => {
    const next = findings[Math.min(findings.length - 1, Math.max(0, at < 0 ? 0 : at + by))];
    if (next !== undefined) pick(next.id);
  };
  const copyYaml = (): void => {
    if (detail !== undefined) copy('the YAML', detail.yaml);
  };
  useKeys({
    ...(findings.length === 0
      ? {}
      : {
          j: { does: 'next finding', hint: 'findings', run: () => move(1) },
          k: { does: 'previous finding', hint: 'findings', run: () => move(-1) },
        }),
    ...(picked === null
      ? {}
      : { Enter: { does: 'open finding', hint: 'open finding', run: () => navigate(routes.finding(summary.id, picked)) } }),
    ...(detail === undefined ? {} : { c: { does: 'copy YAML', hint: 'copy YAML', run: copyYaml } }),
    Escape: { does: 'back to the objects', hint: 'objects', run: () => navigate(lastList(summary.id)) },
  });

  if (detail === undefined)
    return (
      <Shell snapshot={summary}>
        <h1 className="sr-only">Object</h1>
        <SnapshotNotices snapshot={summary} asked={asked} />
        {asked.isError ? (
          <ErrorState fault={problemOf(asked.error)} onRetry={() => void asked.refetch()} />
        ) : (
          <LoadingState label="Reading the object" />
        )}
      </Shell>
    );
  return (
    <Shell snapshot={summary}>
      <SnapshotNotices snapshot={summary} asked={asked} />
      <Head detail={detail} />
      <OwnerChain owners={related.data?.owners ?? []} object={detail.object} snapshot={summary.id} />
      <div className="object-columns">
        <Yaml detail={detail} picked={picked} onPick={pick} reveal={reveal} />
        <div className="panel-scroll object-panel">
          <ObjectFindings detail={detail} picked={picked} onPick={pick} snapshot={summary.id} />
          {related.data === undefined ? (
            (related.failure ?? <LoadingState label="Reading what stands around it" />)
          ) : (
            <Relations groups={related.data.groups} object={detail.object} snapshot={summary.id} />
          )}
          <Redactions detail={detail} onReveal={line => setReveal({ line })} />
          <Facts detail={detail} onReveal={line => setReveal({ line })} />
        </div>
      </div>
      <Actions detail={detail} address={routes.object(summary.id, objectKey, picked)} copyYaml={copyYaml} />
      <StatusLine
        facts={[
          plural(detail.lines, 'line'),
          plural(detail.findingsTotal, 'finding'),
          detail.redactionsTotal === 0 ? null : `${plural(detail.redactionsTotal, 'value')} taken out`,
        ]}
      />
    </Shell>
  );
};

const isUnknown = (error: Error | null): error is Error => error !== null && problemOf(error).code === 'object-unknown';

/** One object of the snapshot: as it was captured, what is wrong with it, and what stands around it. */
export const ObjectPage = ({ summary, path }: { readonly summary: SnapshotSummary; readonly path: string }): ReactElement => {
  const search = useSearch();
  const key = keyOfPath(path, search);
  const asked = useCall('objects.get', { snapshot: summary.id, key: key ?? '' }, { enabled: key !== null });
  if (key === null) return <NoObject snapshot={summary} why="The address names no object." />;
  if (isUnknown(asked.error))
    return <NoObject snapshot={summary} why={`${problemOf(asked.error).what} ${problemOf(asked.error).why}`} />;
  return <ObjectView key={key} summary={summary} objectKey={key} finding={new URLSearchParams(search).get('finding')} />;
};
