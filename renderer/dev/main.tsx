import '#renderer/app/jitless.ts';
import { createRoot } from 'react-dom/client';
import { App } from '#renderer/app/App.tsx';
import { startAppearance } from '#renderer/app/appearance.ts';
import { captureStarted, takeEvent } from '#renderer/app/live.ts';
import '#renderer/app/styles.css';
import { progress } from './fixtures/capture.ts';
import { isScenario, scenarioClient } from './fixtures/scenarios.ts';

/** The pages with fixtures instead of a core, to be looked at: the scenario is named in the tab's session. Not in the release. */
const wanted = sessionStorage.getItem('plumbline.scenario') ?? 'loaded';
const client = scenarioClient(isScenario(wanted) ? wanted : 'loaded');
const element = document.getElementById('root');
const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '';

startAppearance();
if (element !== null) createRoot(element).render(<App client={client} nonce={nonce} />);
if (location.pathname.startsWith('/capture/') && wanted === 'loaded') {
  captureStarted('c1', 'prod-eu-1');
  takeEvent({ type: 'capture.progress', progress });
}
