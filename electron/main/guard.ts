import type { Session, WebContents } from 'electron';
import { isOurUrl } from './origin.ts';

/** No navigation but inside the app, no new windows, no webviews. */
export const guardContents = (contents: WebContents): void => {
  for (const name of ['will-navigate', 'will-redirect'] as const) {
    contents.on(name as 'will-navigate', (event, url) => {
      if (!isOurUrl(url)) event.preventDefault();
    });
  }
  contents.on('will-frame-navigate', event => {
    if (!isOurUrl(event.url)) event.preventDefault();
  });
  contents.on('will-attach-webview', event => event.preventDefault());
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
};

/** What the page may ask of the system: to write to the clipboard on a click, and nothing else. */
const permissions = new Set(['clipboard-sanitized-write']);

export const guardSession = (session: Session): void => {
  session.setPermissionRequestHandler((_, permission, grant) => grant(permissions.has(permission)));
  session.setPermissionCheckHandler((_, permission) => permissions.has(permission));
  session.setDevicePermissionHandler(() => false);
  // The page has no business on any network: what is not the app's own never leaves.
  session.webRequest.onBeforeRequest((details, proceed) =>
    proceed({ cancel: !isOurUrl(details.url) && !/^(?:data|blob|devtools):/u.test(details.url) }),
  );
};
