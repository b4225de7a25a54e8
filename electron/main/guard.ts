import { type Session, shell, type WebContents } from 'electron';
import { isOurUrl } from './origin.ts';
import { isKnownReference } from './references.ts';

/** How long after a person's click or key a page may ask for one thing outside. */
const clickLasts = 1_000;

/** When a person last pressed something in this window: an event of the system, which no script of a page can make. */
const lastPress = (contents: WebContents, now: () => number): (() => number) => {
  let at = Number.NEGATIVE_INFINITY;
  contents.on('input-event', (_, input) => {
    if (input.type === 'mouseUp' || input.type === 'rawKeyDown' || input.type === 'keyDown') at = now();
  });
  return () => at;
};

/** No navigation but inside the app, no new windows, no webviews. A known reference opens in the browser, after a click. */
export const guardContents = (contents: WebContents, now: () => number = Date.now): void => {
  for (const name of ['will-navigate', 'will-redirect'] as const) {
    contents.on(name as 'will-navigate', (event, url) => {
      if (!isOurUrl(url)) event.preventDefault();
    });
  }
  contents.on('will-frame-navigate', event => {
    if (!isOurUrl(event.url)) event.preventDefault();
  });
  contents.on('will-attach-webview', event => event.preventDefault());
  const pressed = lastPress(contents, now);
  contents.setWindowOpenHandler(({ url }) => {
    if (isKnownReference(url) && now() - pressed() <= clickLasts) void shell.openExternal(url);
    return { action: 'deny' };
  });
};

/** What the page may ask of the system: to write to the clipboard on a click, and nothing else. */
const permissions = new Set(['clipboard-sanitized-write']);

const made = /^(?:data|blob):/u;

/** Requests that stay in the machine: our own files, and, inside a page alone, what the page made itself. */
export const mayRequest = (url: string, resourceType: string): boolean => {
  if (isOurUrl(url) || url.startsWith('devtools:')) return true;
  return made.test(url) && resourceType !== 'mainFrame' && resourceType !== 'subFrame';
};

export const guardSession = (session: Session): void => {
  session.setPermissionRequestHandler((_, permission, grant) => grant(permissions.has(permission)));
  session.setPermissionCheckHandler((_, permission) => permissions.has(permission));
  session.setDevicePermissionHandler(() => false);
  // The page has no business on any network: what is not the app's own never leaves.
  session.webRequest.onBeforeRequest((details, proceed) => proceed({ cancel: !mayRequest(details.url, details.resourceType) }));
  // Nor on the disk, on whatever way a file: page would come to be loaded.
  session.protocol.handle('file', () => new Response('Not found\n', { status: 404 }));
};
