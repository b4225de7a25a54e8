import { type ReactElement, useEffect, useRef } from 'react';
import { useSearch } from 'wouter';
import { problemOf, useCall } from '#renderer/app/client/query.ts';
import { StatusLine } from '#renderer/app/frame/StatusLine.tsx';
import { stateOf, usePageState, useTitle } from '#renderer/app/page-state.ts';
import { Jumps } from '#renderer/ui/Jumps.tsx';
import { AlertNotice, StaleNotice } from '#renderer/ui/Notice.tsx';
import { ErrorState, LoadingState } from '#renderer/ui/States.tsx';
import { clockText } from '#renderer/ui/time.ts';
import { visible } from '#renderer/ui/visible.ts';
import { LogSection, VersionsSection } from './parts/AboutSections.tsx';
import { DataSection } from './parts/DataSection.tsx';
import { EnvironmentSection } from './parts/EnvironmentSection.tsx';
import { AppearanceSection, KeyboardSection, NotificationsSection } from './parts/LookSections.tsx';
import { NetworkSection } from './parts/NetworkSection.tsx';
import { SafetySection } from './parts/SafetySection.tsx';

const titles = {
  appearance: 'Appearance',
  keyboard: 'Keyboard',
  network: 'Network',
  safety: 'Safety',
  notifications: 'Notifications',
  data: 'Data',
  environment: 'Environment',
  versions: 'Versions',
  log: 'Log',
} as const;

type SectionId = keyof typeof titles;

/** Sections that need what the host knows of itself; the others are there before it is. */
const ofTheHost: ReadonlySet<SectionId> = new Set(['data', 'environment', 'versions', 'log']);

/** An address that names a section leads to it, when it is there. */
const useSectionOfAddress = (ready: boolean): void => {
  const section = new URLSearchParams(useSearch()).get('section');
  useEffect(() => {
    if (!ready || section === null || !Object.hasOwn(titles, section)) return;
    document.getElementById(`settings-${section}`)?.scrollIntoView({ block: 'start' });
    document.getElementById(`settings-${section}-title`)?.focus({ preventScroll: true });
  }, [ready, section]);
};

/** Every control saves at once and offers to take it back; what belongs to the desktop alone is absent elsewhere. */
export const SettingsPage = (): ReactElement => {
  const reply = useCall('settings.get', {});
  const info = useCall('app.info', {});
  const asked = useCall('app.diagnostics', {});
  const scroller = useRef<HTMLDivElement>(null);
  const settings = reply.data?.settings;
  const diagnostics = asked.data;
  const { refetch } = asked;
  usePageState(stateOf(reply, info, asked));
  useTitle('Settings');
  useSectionOfAddress(settings !== undefined && (diagnostics !== undefined || asked.isError));
  // Sizes, log and environment are of the moment that they are looked at.
  useEffect(() => void refetch(), [refetch]);

  const desktop = info.data?.host === 'desktop' || info.data?.host === 'test';
  const shown = (Object.keys(titles) as SectionId[]).filter(
    id => (id !== 'notifications' || desktop) && (!ofTheHost.has(id) || diagnostics !== undefined),
  );
  const problem = reply.data?.problem ?? null;

  return (
    <div className="page-column">
      <div className="page-bar">
        <h1>Settings</h1>
        <span className="muted">each is saved at once</span>
      </div>
      {problem === null ? null : (
        <AlertNotice>
          {visible(problem.what, 1200)} {visible(problem.why, 600)} {visible(problem.todo, 400)}
        </AlertNotice>
      )}
      {reply.isRefetchError && settings !== undefined ? (
        <StaleNotice
          action={
            <button type="button" className="link" onClick={() => void reply.refetch()}>
              Try again
            </button>
          }
        >
          Settings as of {clockText(new Date(reply.dataUpdatedAt).toISOString())}: reading them again failed.
        </StaleNotice>
      ) : null}
      {reply.isPending ? <LoadingState label="Reading the settings" /> : null}
      {reply.isError && settings === undefined ? (
        <ErrorState fault={problemOf(reply.error)} onRetry={() => void reply.refetch()} />
      ) : null}
      {settings === undefined ? null : (
        <>
          <Jumps label="Sections" scroller={scroller} jumps={shown.map(id => ({ id: `settings-${id}`, label: titles[id] }))} />
          <div className="page-scroll settings" ref={scroller}>
            <AppearanceSection settings={settings} />
            <KeyboardSection settings={settings} />
            <NetworkSection settings={settings} proxy={diagnostics?.proxy} />
            <SafetySection settings={settings} />
            {desktop ? <NotificationsSection settings={settings} /> : null}
            {asked.isPending ? <LoadingState label="Looking at data, environment and log" /> : null}
            {asked.isError && diagnostics === undefined ? (
              <ErrorState fault={problemOf(asked.error)} onRetry={() => void asked.refetch()} />
            ) : null}
            {diagnostics === undefined ? null : (
              <>
                <DataSection data={diagnostics.data} />
                <EnvironmentSection environment={diagnostics.environment} />
                <VersionsSection diagnostics={diagnostics} />
                <LogSection diagnostics={diagnostics} onRefresh={() => void asked.refetch()} />
              </>
            )}
          </div>
        </>
      )}
      <StatusLine facts={[reply.data === undefined ? null : <span className="mono">{visible(reply.data.path, 300)}</span>]} />
    </div>
  );
};
