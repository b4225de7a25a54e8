import type { IncomingHttpHeaders } from 'node:http';
import { problem, type Problem } from '#contract/problem';
import type { KubeResponse } from '#core/ports';
import type { ConnectionPlace } from './connection-problem.ts';

/** Lower-cased names, repeated headers joined as HTTP allows. */
export function flatHeaders(headers: IncomingHttpHeaders): Record<string, string> {
  const flat: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers))
    if (value !== undefined) flat[name.toLowerCase()] = Array.isArray(value) ? value.join(', ') : value;
  return flat;
}

const maxWarnings = 100;

/** The texts of `Warning: 299 - "…"` headers (RFC 7234, 5.5), as the API server writes them. */
export function warningTexts(header: string | string[] | undefined): string[] {
  const all = (Array.isArray(header) ? header : header === undefined ? [] : [header]).join(', ');
  const texts: string[] = [];
  for (const match of all.matchAll(/\b\d{3} \S+ "((?:[^"\\]|\\.)*)"/g)) {
    if (texts.length < maxWarnings) texts.push((match[1] ?? '').replace(/\\(.)/g, '$1').slice(0, 2_000));
  }
  return texts;
}

/** An answer that no API server gives: a redirect (following one could send credentials elsewhere), or a page of a login or proxy. */
export function answerProblem(place: ConnectionPlace, status: number, headers: Readonly<Record<string, string>>): Problem | null {
  if (status === 407)
    return problem('proxy', {
      what: `The proxy on the way to ${place.server} wants a user name and password.`,
      why: 'It answered 407.',
      todo: 'Put them into the proxy’s URL, or use another proxy.',
    });
  if (status >= 300 && status < 400 && status !== 304) {
    const to = headers['location'] ?? '';
    return problem('response-invalid', {
      what: `${place.server} answered with a redirect (${status})${to === '' ? '' : ` to ${place.redact(to.slice(0, 200))}`}.`,
      why: 'An API server never redirects; it was not followed, since that could send credentials elsewhere.',
    });
  }
  const isPage = /^\s*text\/html\b/i.test(headers['content-type'] ?? '');
  // 429 and 5xx are the words of a balancer that is asked again; any other page would be mistaken for the API's answer.
  if (!isPage || status === 429 || status >= 500 || status === 401) return null;
  return problem('response-invalid', {
    what: `${place.server} answered with a web page (status ${status}) instead of the Kubernetes API.`,
    why: 'A proxy or login page stands in between, or the address is not an API server’s.',
  });
}

/**
 * A server that does not keep to the Table that was asked for would send the values of Secrets: such a body is thrown
 * away here and its text goes nowhere.
 */
export function leaksSecrets(place: ConnectionPlace, status: number, text: string): Problem | null {
  if (status < 200 || status >= 300 || /^\s*\{\s*(?:"apiVersion"\s*:\s*"[^"]*"\s*,\s*)?"kind"\s*:\s*"Table"/.test(text))
    return null;
  return problem('response-invalid', {
    what: `${place.server} answered a request for Secrets with something else than a Table.`,
    why: 'Their values may have been in it, so it was thrown away unread.',
    todo: 'Capture without Secrets, or ask who runs the server or the proxy in front of it.',
  });
}

export function unauthorized(place: ConnectionPlace, response: KubeResponse, renewed: boolean): Problem {
  return problem('unauthorized', {
    what: `${place.server} does not accept the credentials${place.userName === '' ? ' (none were sent)' : ` of user “${place.userName}”`}.`,
    why: renewed ? 'It answered 401, also with freshly obtained ones.' : 'It answered 401.',
    detail: place.redact(response.text.slice(0, 500)),
  });
}
