import type { ReactElement } from 'react';
import { Route, Switch } from 'wouter';
import { AccessPage } from '#renderer/features/access/AccessPage.tsx';
import { CapturePage } from '#renderer/features/capture/CapturePage.tsx';
import { CapturesPage } from '#renderer/features/capture/CapturesPage.tsx';
import { ClustersPage } from '#renderer/features/clusters/ClustersPage.tsx';
import { ComparePage } from '#renderer/features/compare/ComparePage.tsx';
import { CompareStart } from '#renderer/features/compare/CompareStart.tsx';
import { CoveragePage } from '#renderer/features/coverage/CoveragePage.tsx';
import { FindingsPage } from '#renderer/features/findings/FindingsPage.tsx';
import { ObjectPage } from '#renderer/features/objects/ObjectPage.tsx';
import { ObjectsPage } from '#renderer/features/objects/ObjectsPage.tsx';
import { OverviewPage } from '#renderer/features/overview/OverviewPage.tsx';
import { RulesPage } from '#renderer/features/rules/RulesPage.tsx';
import { SettingsPage } from '#renderer/features/settings/SettingsPage.tsx';
import { SnapshotsPage } from '#renderer/features/snapshots/SnapshotsPage.tsx';
import { StartPage } from '#renderer/features/start/StartPage.tsx';
import { TrayPage } from '#renderer/features/tray/TrayPage.tsx';
import { NotFoundPage } from './NotFoundPage.tsx';
import { SnapshotScope } from './SnapshotScope.tsx';

/** Which address shows what. */
export const Pages = (): ReactElement => (
  <Switch>
    <Route path="/">
      <StartPage />
    </Route>
    <Route path="/clusters">
      <ClustersPage />
    </Route>
    <Route path="/capture">
      <CapturesPage />
    </Route>
    <Route path="/capture/:id">{({ id }) => <CapturePage key={id} captureId={id} />}</Route>
    <Route path="/s/:snapshot/findings/:finding?">
      {({ snapshot, finding }) => (
        <SnapshotScope snapshot={snapshot}>
          {summary => <FindingsPage key={snapshot} summary={summary} finding={finding ?? null} />}
        </SnapshotScope>
      )}
    </Route>
    <Route path="/compare">
      <CompareStart />
    </Route>
    <Route path="/compare/:before/:after">{({ before, after }) => <ComparePage before={before} after={after} />}</Route>
    <Route path="/s/:snapshot/overview">
      {({ snapshot }) => (
        <SnapshotScope snapshot={snapshot}>{summary => <OverviewPage key={snapshot} summary={summary} />}</SnapshotScope>
      )}
    </Route>
    <Route path="/s/:snapshot/coverage">
      {({ snapshot }) => (
        <SnapshotScope snapshot={snapshot}>{summary => <CoveragePage key={snapshot} summary={summary} />}</SnapshotScope>
      )}
    </Route>
    <Route path="/s/:snapshot/access/:question?">
      {({ snapshot, question }) => (
        <SnapshotScope snapshot={snapshot}>
          {summary => <AccessPage key={snapshot} summary={summary} question={question ?? null} />}
        </SnapshotScope>
      )}
    </Route>
    <Route path="/s/:snapshot/objects">
      {({ snapshot }) => (
        <SnapshotScope snapshot={snapshot}>{summary => <ObjectsPage key={snapshot} summary={summary} />}</SnapshotScope>
      )}
    </Route>
    <Route path="/s/:snapshot/objects/*">
      {({ snapshot, '*': path }) => (
        <SnapshotScope snapshot={snapshot}>{summary => <ObjectPage summary={summary} path={path} />}</SnapshotScope>
      )}
    </Route>
    <Route path="/s/:snapshot/tray">
      {({ snapshot }) => (
        <SnapshotScope snapshot={snapshot}>{summary => <TrayPage key={snapshot} summary={summary} />}</SnapshotScope>
      )}
    </Route>
    <Route path="/settings">
      <SettingsPage />
    </Route>
    <Route path="/snapshots">
      <SnapshotsPage />
    </Route>
    <Route path="/rules/:id?">{({ id }) => <RulesPage rule={id ?? null} />}</Route>
    <Route>
      <NotFoundPage />
    </Route>
  </Switch>
);
