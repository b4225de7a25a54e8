import type { IncomingMessage } from 'node:http';
import type { Sessions } from './sessions.ts';

/** Host must be the loopback address that was printed: a rebound DNS name is refused before anything is looked at. */
export const isOurHost = (request: IncomingMessage, port: number): boolean => request.headers.host === `127.0.0.1:${port}`;

/** A browser tells the page's origin on every POST; a request of another page is refused even with a token. */
export const isOurOrigin = (request: IncomingMessage, port: number): boolean => {
  const { origin } = request.headers;
  const site = request.headers['sec-fetch-site'];
  const sameSite = site === undefined || site === 'same-origin' || site === 'none';
  return sameSite && (origin === undefined ? request.method === 'GET' : origin === `http://127.0.0.1:${port}`);
};

export const hasToken = (request: IncomingMessage, sessions: Sessions): boolean => {
  const [scheme, token] = (request.headers.authorization ?? '').split(' ');
  return scheme === 'Bearer' && token !== undefined && sessions.isToken(token);
};
