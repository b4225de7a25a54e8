import { type Session, protocol } from 'electron';
import { assetAt } from '../static/assets.ts';
import { host, scheme } from './origin.ts';

/** Once, before the app is ready. */
export const registerScheme = (): void => {
  protocol.registerSchemesAsPrivileged([{ scheme, privileges: { standard: true, secure: true, supportFetchAPI: true } }]);
};

export const serveApp = (session: Session, renderer: string): void => {
  session.protocol.handle(scheme, async request => {
    const url = new URL(request.url);
    if (url.host !== host || request.method !== 'GET') return new Response('Not found\n', { status: 404 });
    const asset = await assetAt(renderer, url.pathname);
    return new Response(new Uint8Array(asset.body), { status: asset.status, headers: { ...asset.headers } });
  });
};
