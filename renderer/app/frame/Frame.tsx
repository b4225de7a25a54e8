import { type CSSProperties, type ReactElement, type ReactNode, useEffect, useState } from 'react';
import { Link, useLocation, useRoute } from 'wouter';
import { isReadOnly, noteOf } from '#contract/settings';
import { problemOf, useCall } from '#renderer/app/client/query.ts';
import { setCurrent, useCurrent } from '#renderer/app/current.ts';
import { paletteKey } from '#renderer/app/keys.ts';
import { isRunning, useLive } from '#renderer/app/live.ts';
import { useNarrow } from '#renderer/app/narrow.ts';
import { showOverlay } from '#renderer/app/overlays.ts';
import { Palette } from '#renderer/app/palette/Palette.tsx';
import { usePlace } from '#renderer/app/place/use-place.ts';
import { routes } from '#renderer/app/routes.ts';
import { useSettings } from '#renderer/app/settings.ts';
import { Icon } from '#renderer/ui/Icon.tsx';
import { Key } from '#renderer/ui/Key.tsx';
import { NavigationMenu } from '#renderer/ui/Menu.tsx';
import { Banners } from './Banners.tsx';
import { clusterColour } from './cluster-colour.ts';
import { useEntries } from './entries.tsx';
import { ExecQuestions } from './ExecQuestions.tsx';
import { CaptureFacts, Facts } from './Facts.tsx';
import { KeySheet } from './KeySheet.tsx';
import { NotifyQuestion } from './NotifyQuestion.tsx';
import { Navigation } from './Navigation.tsx';
import { StatusKeys, StatusSlot } from './StatusLine.tsx';
import { useAppKeys } from './use-app-keys.ts';

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

/** The snapshot that is open; one that was deleted meanwhile is open no more. */
const useOpenSnapshot = () => {
  const current = useCurrent(state => state.snapshot);
  const asked = useCall('snapshots.get', { snapshot: current ?? '' }, { enabled: current !== null });
  const lost = asked.error !== null && problemOf(asked.error).code === 'snapshot-unknown';
  useEffect(() => {
    if (lost) setCurrent(null);
  }, [lost]);
  return current === null || lost ? undefined : asked.data;
};

const CommandBox = (): ReactElement => (
  <button
    type="button"
    className="command-box"
    aria-label={`Find or run a command ${paletteKey()}`}
    onClick={() => showOverlay('palette')}
  >
    <Icon name="search" />
    {/* The space parts them for who reads the name along with what is seen. */}
    <span className="command-text">Find or run a command</span> <Key name={paletteKey()} />
  </button>
);

/** Band, top bar, navigation and status line: the same around every page. */
export const Frame = ({ children }: { readonly children: ReactNode }): ReactElement => {
  const [location, navigate] = useLocation();
  const [slot, setSlot] = useState<HTMLElement | null>(null);
  const narrow = useNarrow();
  const snapshot = useOpenSnapshot();
  const settings = useSettings();
  const capture = useCaptureShown(location);
  const entries = useEntries(snapshot, location);
  useAppKeys(entries);
  usePlace();
  const here = entries.find(entry => entry.current);
  const context = snapshot?.meta.context ?? null;
  const note = capture === null ? noteOf(settings, context) : null;
  const band: CSSProperties & Record<'--band', string> = { '--band': clusterColour(snapshot, note, capture?.name) };

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
        {capture === null ? (
          <Facts snapshot={snapshot} note={note} readOnly={isReadOnly(settings, context)} />
        ) : (
          <CaptureFacts {...capture} note={note} />
        )}
        <div className="top-actions">
          <CommandBox />
          <Link href={routes.context(context)} className="ui-button ui-button-primary">
            Capture
          </Link>
        </div>
      </header>
      <div className="banners">
        <Banners snapshot={snapshot} />
        <NotifyQuestion />
      </div>
      <div className="middle">
        {narrow ? null : <Navigation entries={entries} />}
        <main className="page" id="page" tabIndex={-1}>
          <StatusSlot.Provider value={slot}>{children}</StatusSlot.Provider>
        </main>
      </div>
      <footer className="status">
        <span className="status-facts" ref={setSlot} />
        <StatusKeys />
      </footer>
      <ExecQuestions />
      <Palette snapshot={snapshot} />
      <KeySheet />
    </div>
  );
};
