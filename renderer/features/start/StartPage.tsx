import { type ReactElement, useEffect } from 'react';
import { Link, useLocation } from 'wouter';
import { problemOf, useCall, useCommand } from '#renderer/app/client/query.ts';
import { StatusLine } from '#renderer/app/frame/StatusLine.tsx';
import { stateOf, usePageState, useTitle } from '#renderer/app/page-state.ts';
import { routes } from '#renderer/app/routes.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { ErrorState, LoadingState } from '#renderer/ui/States.tsx';
import { FurtherTab } from './parts/FurtherTab.tsx';
import { Recent } from './parts/Recent.tsx';

/** Choose a cluster, open a bundle, or look at the demo. */
export const StartPage = (): ReactElement => {
  const [, navigate] = useLocation();
  const info = useCall('app.info', {});
  const library = useCall('snapshots.list', {});
  const demo = useCommand('demo.open');
  const open = info.data?.open ?? null;
  useEffect(() => {
    if (open !== null && sessionStorage.getItem('plumbline.opened') !== open) {
      sessionStorage.setItem('plumbline.opened', open);
      navigate(routes.findings(open), { replace: true });
    }
  }, [open, navigate]);
  usePageState(stateOf(info, library));
  useTitle('Start');
  const explore = (): void => demo.mutate({}, { onSuccess: summary => navigate(routes.findings(summary.id)) });

  return (
    <div className="page-column page-scroll">
      <div className="start">
        <h1 className="start-title">What should be looked at?</h1>
        <ul className="start-ways">
          <li>
            <h2>A cluster</h2>
            <p className="muted">
              Reads what your kubeconfig’s user may list, once, into a snapshot on this machine. Nothing is written to the
              cluster.
            </p>
            <Link href={routes.clusters} className="ui-button ui-button-primary">
              Choose a cluster
            </Link>
          </li>
          <li>
            <h2>A file</h2>
            <p className="muted">An evidence bundle, or what kubectl get -o json or yaml printed.</p>
            <Link href={`${routes.snapshots}?import=1`} className="ui-button ui-button-plain">
              Open a bundle
            </Link>
          </li>
          <li>
            <h2>The demo</h2>
            <p className="muted">A realistic cluster that is built in. No cluster of yours is touched.</p>
            <Button onClick={explore} busy={demo.isPending} disabled={demo.isPending}>
              {demo.isPending ? 'Opening the demo' : 'Explore the demo'}
            </Button>
          </li>
        </ul>
        {info.data?.openProblem === undefined ? null : <ErrorState fault={info.data.openProblem} inline />}
        {demo.isError ? <ErrorState fault={problemOf(demo.error)} inline onRetry={explore} /> : null}
        {library.isError ? <ErrorState fault={problemOf(library.error)} inline onRetry={() => void library.refetch()} /> : null}
        {library.isPending ? <LoadingState label="Reading the library" /> : null}
        {library.data === undefined ? null : <Recent snapshots={library.data.snapshots} />}
        <FurtherTab />
      </div>
      <StatusLine
        facts={[
          info.data === undefined ? null : `Plumbline ${info.data.version}`,
          info.data === undefined ? null : `${info.data.rules} rules, ${info.data.rulesVersion}`,
          'nothing connects by itself',
        ]}
      />
    </div>
  );
};
