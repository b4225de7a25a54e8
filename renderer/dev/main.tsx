import '#renderer/app/jitless.ts';
import { CSPProvider } from '@base-ui/react/csp-provider';
import { createRoot } from 'react-dom/client';
import { App } from '#renderer/app/App.tsx';
import { startAppearance } from '#renderer/app/appearance.ts';
import { captureStarted, takeEvent } from '#renderer/app/live.ts';
import '#renderer/app/styles.css';
import { NonceContext } from '#renderer/ui/nonce.ts';
import { ToastHost } from '#renderer/ui/Toast.tsx';
import { progress } from './fixtures/capture.ts';
import { PartsPage } from './parts/PartsPage.tsx';
import { isScenario, scenarioClient } from './fixtures/scenarios.ts';

/** The pages with fixtures instead of a core, to be looked at: the scenario is named in the tab's session. Not in the release. */
const wanted = sessionStorage.getItem('plumbline.scenario') ?? 'loaded';
const client = scenarioClient(isScenario(wanted) ? wanted : 'loaded');
const element = document.getElementById('root');
const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '';

startAppearance();
if (element !== null)
  createRoot(element).render(
    location.pathname === '/parts' ? (
      <NonceContext.Provider value={nonce}>
        <CSPProvider nonce={nonce}>
          <ToastHost>
            <PartsPage />
          </ToastHost>
        </CSPProvider>
      </NonceContext.Provider>
    ) : (
      <App client={client} nonce={nonce} />
    ),
  );
if (location.pathname.startsWith('/capture/') && wanted === 'loaded') {
  captureStarted('c1', 'prod-eu-1');
  takeEvent({ type: 'capture.progress', progress });
}
