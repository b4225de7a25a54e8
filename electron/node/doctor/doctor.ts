import { type DoctorReport, type DoctorStep, doctorTitles } from '#contract/context';
import type { Problem } from '#contract/problem';
import type { Result } from '#contract/result';
import type { KubeConnection } from '#core/ports';
import { credentialSource } from '../auth/source.ts';
import { authKinds } from '../kubeconfig/context-entry.ts';
import type { ResolvedContext } from '../kubeconfig/resolve.ts';
import { connect } from '../transport/connect.ts';
import type { ConnectOptions } from '../transport/connect-options.ts';
import { oidcDispatcher } from '../transport/oidc-dispatcher.ts';
import { type ChosenProxy, chooseProxy, portOf } from '../transport/proxy.ts';
import { loadTlsMaterial } from '../transport/tls-material.ts';
import { authenticate, authorize } from './identity-steps.ts';
import { probeNetwork, describeCertificate } from './network-probe.ts';
import { failed, passed, skipped, type Outcome } from './outcome.ts';

export interface DoctorTarget {
  /** The context's name, for the report. */
  readonly name: string;
  /** What the kubeconfig sources said about it. */
  readonly resolved: Result<ResolvedContext, Problem>;
}

export interface DoctorOptions extends ConnectOptions {
  /** How the environment was captured; absent where this process was started from a terminal and has its own. */
  readonly captured?: Result<Readonly<Record<string, string>>, Problem> | undefined;
}

/**
 * Tries every step of a connection in order and tells each as it is done; after a failure the steps that depend on it are
 * skipped. Never throws and never changes anything; the requests are `/version`, a review of who we are, and one list.
 */
export async function runDoctor(
  target: DoctorTarget,
  options: DoctorOptions,
  onStep?: (step: DoctorStep) => void,
  signal?: AbortSignal,
): Promise<DoctorReport> {
  const report = new Report(onStep);
  await examine(target, options, report, signal);
  const server = target.resolved.ok ? target.resolved.value.server.href.replace(/\/$/, '') : null;
  return { context: target.name, server, steps: report.steps, ok: report.steps.every(step => step.state !== 'fail') };
}

async function examine(
  target: DoctorTarget,
  options: DoctorOptions,
  report: Report,
  signal: AbortSignal | undefined,
): Promise<void> {
  await report.step('file', async () => fileStep(target));
  if (!target.resolved.ok) return report.skipRest('the kubeconfig does not give a usable context');
  const context = target.resolved.value;
  await report.step('environment', async () => environmentStep(options));
  await report.step('plugin', () => credentialStep(context, options, signal));
  const proxy = chooseProxy(context.server, {
    kubeconfig: context.cluster.proxyUrl,
    flag: options.proxyUrl,
    setting: options.proxySetting,
    env: options.env,
  });
  const through = proxy.ok ? proxy.value : null;
  const host = through === null ? context.server : through.url;
  await report.step('network', async () => {
    const found = await probeNetwork(host.hostname, proxyPort(host), signal);
    return through === null ? found : asProxy(found, through);
  });
  if (report.lastFailed) return report.skipRest('the host or its port was not reached');
  const connection = await connect(context, options);
  if (!connection.ok) return connectionRefused(connection.error, report);
  try {
    await requests(
      context,
      connection.value,
      proxy.ok && proxy.value !== null ? `${proxy.value.shown}, named by ${proxy.value.from}` : null,
      options,
      report,
      signal,
    );
  } finally {
    await connection.value.close();
  }
}

const proxyHome: Readonly<Record<string, string>> = {
  'proxy-url of the kubeconfig': 'Correct or take out proxy-url in the kubeconfig.',
  '--proxy-url': 'Correct --proxy-url.',
  'the setting': 'Correct or take out the proxy in Settings under Network.',
};

/** Where a proxy is in use, it is what this machine itself talks to; the failure is told as the proxy's. */
const asProxy = (found: Outcome, { shown, from }: ChosenProxy): Outcome => ({
  ...found,
  seen: `${found.seen.replace(/\.?$/, '.')} This is the proxy ${shown}, named by ${from}; the cluster is reached through it.`,
  fix:
    found.fix === null
      ? null
      : (proxyHome[from] ??
        `Correct ${from} in the environment, add the cluster’s host to NO_PROXY, or set the right proxy in Settings under Network.`),
});

const proxyPort = (url: URL): number => (url.port === '' && url.protocol === 'socks5:' ? 1080 : portOf(url));

async function connectionRefused(found: Problem, report: Report): Promise<void> {
  await report.step('proxy', async () => (found.code === 'proxy' ? failed(found) : skipped('no proxy was tried')));
  await report.step('tls', async () => (found.code === 'proxy' ? skipped('the proxy cannot be used') : failed(found)));
  report.skipRest('no connection can be made');
}

async function requests(
  context: ResolvedContext,
  connection: KubeConnection,
  proxy: string | null,
  options: DoctorOptions,
  report: Report,
  signal: AbortSignal | undefined,
): Promise<void> {
  const started = performance.now();
  const version = await connection.request({ method: 'GET', path: '/version' }, signal);
  const elapsed = performance.now() - started;
  const found = version.ok ? null : version.error;
  await report.step('proxy', async () =>
    proxy === null ? skipped('no proxy is in use') : found?.code === 'proxy' ? failed(found) : passed(proxy),
  );
  if (found?.code === 'proxy') return report.skipRest('the proxy cannot be used');
  const identity = found !== null && identityCodes.has(found.code);
  await report.step('tls', async () =>
    found !== null && !identity
      ? failed(found)
      : passed(`${await tlsSeen(context, proxy, options)}; GET /version took ${Math.round(elapsed)} ms`),
  );
  if (found !== null && !identity) return report.skipRest('no answer of the API server arrived');
  await report.step('authentication', async () => (found === null ? authenticate(connection, signal) : failed(found)));
  if (report.lastFailed) return report.skipRest('the server does not know you');
  await report.step('authorization', () => authorize(connection, context.namespace, signal));
}

/** Problems of `/version` that are about the user: the connection itself stood. */
const identityCodes = new Set<Problem['code']>([
  'unauthorized',
  'credentials-expired',
  'exec-failed',
  'exec-untrusted',
  'credentials-unreadable',
]);

function fileStep(target: DoctorTarget): Outcome {
  if (!target.resolved.ok) return failed(target.resolved.error);
  const context = target.resolved.value;
  const auth =
    context.user === null
      ? 'no user (anonymous)'
      : `user ${context.userName} (${authKinds(context.user).join(', ') || 'no credentials'})`;
  const notes = context.notes.length === 0 ? '' : `; note: ${context.notes.join('; ')}`;
  return passed(`${context.source.label}: cluster ${context.clusterName} at ${context.server.origin}, ${auth}${notes}`);
}

function environmentStep(options: DoctorOptions): Outcome {
  const path = options.env['PATH'] ?? '';
  if (options.captured === undefined) return passed(`this process’s own; PATH=${path}`);
  return options.captured.ok ? passed(`captured from the login shell; PATH=${path}`) : failed(options.captured.error);
}

async function credentialStep(
  context: ResolvedContext,
  options: DoctorOptions,
  signal: AbortSignal | undefined,
): Promise<Outcome> {
  const user = context.user;
  if (user === null) return skipped('the context names no user');
  if (context.server.protocol !== 'https:') return skipped('over plain http no credentials are sent');
  const material = await loadTlsMaterial(context, (options.now ?? Date.now)());
  if (!material.ok)
    return material.error.code === 'credentials-unreadable' || material.error.code === 'credentials-expired'
      ? failed(material.error)
      : skipped('see TLS');
  const source = credentialSource(context, material.value.ca, {
    exec: options,
    oidc: { dispatcher: issuer => oidcDispatcher(context, issuer, options) },
  });
  const credential = await source.get(signal);
  if (!credential.ok) return failed(credential.error);
  const kinds = [
    ...(material.value.certificate === null ? [] : ['a client certificate']),
    ...(credential.value.authorization === null
      ? []
      : [credential.value.authorization.startsWith('Basic') ? 'a user name and password' : 'a token']),
    ...(credential.value.certificate === null ? [] : ['a client certificate from the plugin']),
  ];
  const from = user.exec !== null && material.value.certificate === null ? ` (plugin ${user.exec.command})` : '';
  return passed(kinds.length === 0 ? 'no credentials: the server is asked anonymously' : `${kinds.join(' and ')}${from}`);
}

async function tlsSeen(context: ResolvedContext, proxy: string | null, options: DoctorOptions): Promise<string> {
  if (context.server.protocol !== 'https:') return 'plain http: nothing is encrypted';
  const warning = context.cluster.insecure ? ' NOT CHECKED (insecure-skip-tls-verify)' : '';
  if (proxy !== null) return `TLS through the proxy${warning}`;
  return `${await describeCertificate(context.server, context.cluster.tlsServerName, options.requestTimeout)}${warning}`;
}

class Report {
  readonly steps: DoctorStep[] = [];
  readonly #onStep: ((step: DoctorStep) => void) | undefined;

  constructor(onStep: ((step: DoctorStep) => void) | undefined) {
    this.#onStep = onStep;
  }

  get lastFailed(): boolean {
    return this.steps.at(-1)?.state === 'fail';
  }

  async step(id: DoctorStep['id'], run: () => Promise<Outcome>): Promise<void> {
    const started = performance.now();
    const outcome = await run();
    this.#add({ id, title: doctorTitles[id], ...outcome, elapsedMs: Math.round(performance.now() - started) });
  }

  skipRest(reason: string): void {
    const done = new Set(this.steps.map(step => step.id));
    for (const id of Object.keys(doctorTitles) as DoctorStep['id'][]) {
      if (!done.has(id)) this.#add({ id, title: doctorTitles[id], ...skipped(`not tried: ${reason}`), elapsedMs: 0 });
    }
  }

  #add(step: DoctorStep): void {
    this.steps.push(step);
    this.#onStep?.(step);
  }
}
