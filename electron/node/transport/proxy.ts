import { problem, type Problem } from '#contract/problem';
import { fail, ok, type Result } from '#contract/result';
import { withoutCredentials } from '../kubeconfig/context-entry.ts';
import { isLoopback, matchesNoProxy } from './no-proxy.ts';

/** The proxy on the way to a server, and who says so. */
export interface ChosenProxy {
  readonly url: URL;
  /** For people: `proxy-url of the kubeconfig`, `--proxy-url`, `the setting`, `HTTPS_PROXY`. */
  readonly from: string;
  /** The URL without its password. */
  readonly shown: string;
}

export interface ProxyChoices {
  readonly kubeconfig: string;
  /** `--proxy-url`, for this command alone. */
  readonly flag?: string | undefined;
  /** The setting, for all clusters that are not this machine. */
  readonly setting?: string | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** kubeconfig, then flag, then setting, then the environment with NO_PROXY. Null: a direct connection. */
export function chooseProxy(server: URL, choices: ProxyChoices): Result<ChosenProxy | null, Problem> {
  if (choices.kubeconfig !== '') return parseProxy(choices.kubeconfig, 'proxy-url of the kubeconfig');
  if (choices.flag !== undefined && choices.flag !== '') return parseProxy(choices.flag, '--proxy-url');
  // A cluster on this machine (kind, minikube) is behind nobody's proxy.
  if (choices.setting !== undefined && choices.setting !== '')
    return isLoopback(server.hostname) ? ok(null) : parseProxy(choices.setting, 'the setting');
  return environmentProxy(server, choices.env);
}

export function environmentProxy(server: URL, env: ProxyChoices['env']): Result<ChosenProxy | null, Problem> {
  const names =
    server.protocol === 'https:'
      ? ['HTTPS_PROXY', 'https_proxy', 'ALL_PROXY', 'all_proxy']
      : ['HTTP_PROXY', 'http_proxy', 'ALL_PROXY', 'all_proxy'];
  const name = names.find(candidate => (env[candidate] ?? '') !== '');
  if (name === undefined || isLoopback(server.hostname)) return ok(null);
  const excluded = env['NO_PROXY'] ?? env['no_proxy'] ?? '';
  if (matchesNoProxy(excluded, server.hostname, portOf(server))) return ok(null);
  return parseProxy(env[name] ?? '', name);
}

export const portOf = (url: URL): number => (url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port));

function parseProxy(text: string, from: string): Result<ChosenProxy, Problem> {
  const complete = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`;
  const url = URL.canParse(complete) ? new URL(complete.replace(/^socks5?h?:/i, 'socks5:')) : null;
  const shown = withoutCredentials(complete);
  if (url === null || url.hostname === '' || !['http:', 'https:', 'socks5:'].includes(url.protocol)) {
    return fail(
      problem('proxy', {
        what: `The proxy ${shown.slice(0, 200)} (${from}) cannot be used.`,
        why: 'A proxy is a URL with http, https or socks5, and a host.',
      }),
    );
  }
  return ok({ url, from, shown });
}
