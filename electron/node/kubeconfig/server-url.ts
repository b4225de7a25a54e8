import { fail, ok, type Result } from '#contract/result';

/**
 * A cluster's `server` as kubectl completes it: without a scheme it is plain http (whatever CA stands beside it); a path is
 * kept as the prefix of every request; query and fragment are dropped. The error is the reason, for a sentence.
 */
export function parseServerUrl(server: string): Result<URL, string> {
  const text = server.trim();
  if (text === '') return fail('no server is given');
  const withScheme = hasScheme(text);
  const complete = withScheme ? text : `http://${text}`;
  if (!URL.canParse(complete)) return fail('the server is not a URL');
  const url = new URL(complete);
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    return fail(`the server's scheme is ${url.protocol.slice(0, -1)}, not https or http`);
  if (url.hostname === '') return fail('the server has no host');
  if (!withScheme && url.pathname !== '/') return fail('the server must be a URL or host:port');
  if (url.username !== '' || url.password !== '')
    return fail('the server’s URL holds a user name or password, which is not supported');
  url.search = '';
  url.hash = '';
  return ok(url);
}

export const hasScheme = (server: string): boolean => /^[a-z][a-z0-9+.-]*:\/\//i.test(server.trim());

/** The prefix of every request path: no slash at its end. */
export const pathPrefix = (url: URL): string => url.pathname.replace(/\/+$/, '');
