import { type CSSProperties, type ReactElement, type ReactNode, useState } from 'react';
import { Link, useLocation, useRoute } from 'wouter';
import { useCall } from '#renderer/app/client/query.ts';
import { useCurrent } from '#renderer/app/current.ts';
import { isRunning, useLive } from '#renderer/app/live.ts';
import { useNarrow } from '#renderer/app/narrow.ts';
import { routes } from '#renderer/app/routes.ts';
import { Icon } from '#renderer/ui/Icon.tsx';
import { NavigationMenu } from '#renderer/ui/Menu.tsx';
import { clusterColour } from './cluster-colour.ts';
import { useEntries } from './entries.tsx';
import { ExecQuestions } from './ExecQuestions.tsx';
import { CaptureFacts, Facts } from './Facts.tsx';
import { Navigation } from './Navigation.tsx';
import { StatusSlot } from './StatusLine.tsx';

/** The running capture whose page is shown. */
const useCaptureShown = (location: string): { readonly name: string; readonly elapsedMs: number } | null => {
  const [matches, params] = useRoute<{ readonly id: string }>('/capture/:id');
  const id = matches ? params.id : '';
  const name = useLive(state => state.names[id]);
  const progress = useLive(state => state.captures[id]);
  return location.startsWith('/capture/') && isRunning(progress) && progress !== undefined
    ? { name: name ?? 'a cluster', elapsedMs: progress.elapsedMs }
    : null;
};

/** Band, top bar, navigation and status line: the same around every page. */
export const Frame = ({ children }: { readonly children: ReactNode }): ReactElement => {
  const [location, navigate] = useLocation();
  const [slot, setSlot] = useState<HTMLElement | null>(null);
  const narrow = useNarrow();
  const current = useCurrent(state => state.snapshot);
  const snapshot = useCall('snapshots.get', { snapshot: current ?? '' }, { enabled: current !== null }).data;
  const capture = useCaptureShown(location);
  const entries = useEntries(snapshot, location);
  const here = entries.find(entry => entry.current);
  const band: CSSProperties & Record<'--band', string> = { '--band': clusterColour(snapshot, capture?.name) };

  return (
    <div className="frame" style={band}>
      <a className="skip" href="#page">
        Skip to the page
      </a>
      <div className="band" />
      <header className="top">
        {narrow ? (
          <div className="top-menu">
            <NavigationMenu
              label={here?.label ?? 'Plumbline'}
              links={entries
                .filter(entry => entry.href !== null)
                .map(entry => ({
                  key: entry.id,
                  current: entry.current,
                  onSelect: () => navigate(entry.href ?? routes.start),
                  content: (
                    <>
                      {entry.label}
                      {entry.count}
                    </>
                  ),
                }))}
            />
          </div>
        ) : (
          <Link href={routes.start} className="mark" aria-label="Plumbline, start page">
            <Icon name="plumb" size={18} />
            Plumbline
          </Link>
        )}
        {capture === null ? <Facts snapshot={snapshot} /> : <CaptureFacts {...capture} />}
        <div className="top-actions">
          <Link href={routes.context(snapshot?.meta.context ?? null)} className="ui-button ui-button-primary">
            Capture
          </Link>
        </div>
      </header>
      <div className="middle">
        {narrow ? null : <Navigation entries={entries} />}
        <main className="page" id="page" tabIndex={-1}>
          <StatusSlot.Provider value={slot}>{children}</StatusSlot.Provider>
        </main>
      </div>
      <footer className="status" ref={setSlot} />
      <ExecQuestions />
    </div>
  );
};
