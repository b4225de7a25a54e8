import { request as send, type Dispatcher } from 'undici';
import { problem, type Problem } from '#contract/problem';
import { fail, ok, type Result } from '#contract/result';
import type { KubeConnection, KubeRequest, KubeResponse } from '#core/ports';
import type { ClientCertificate, Credential, CredentialSource } from '../auth/credential.ts';
import { credentialSource } from '../auth/source.ts';
import { pathPrefix } from '../kubeconfig/server-url.ts';
import type { ResolvedContext } from '../kubeconfig/resolve.ts';
import { asksForSecrets, checkAllowed } from './allow-list.ts';
import { readBody } from './body.ts';
import { connectionProblem, type ConnectionPlace } from './connection-problem.ts';
import { Deadline } from './deadline.ts';
import { makeDispatcher, type DispatcherOptions } from './dispatcher.ts';
import { impersonationHeaders, impersonationOf, unsendable } from './impersonation.ts';
import { connectionClosed, connectionOpened } from './live-connections.ts';
import { isLoopback } from './no-proxy.ts';
import { oidcDispatcher } from './oidc-dispatcher.ts';
import { chooseProxy } from './proxy.ts';
import { answerProblem, flatHeaders, leaksSecrets, unauthorized, warningTexts } from './response.ts';
import { certificateProblem, loadTlsMaterial, parseCertificates, type TlsMaterial } from './tls-material.ts';
import { trustedAuthorities } from './trust.ts';
import { userAgent } from './user-agent.ts';
import type { ConnectOptions } from './connect-options.ts';

/**
 * A connection to the context's cluster. Nothing is sent before the first request, but certificates and proxy are read
 * and checked. Errors: `credentials-unreadable`, `credentials-expired`, `tls`, `proxy`, `usage` (impersonation).
 */
export async function connect(context: ResolvedContext, options: ConnectOptions): Promise<Result<KubeConnection, Problem>> {
  const now = options.now ?? Date.now;
  const material = await loadTlsMaterial(context, now());
  if (!material.ok) return material;
  if (options.extraCa !== undefined && options.extraCa !== '' && parseCertificates(options.extraCa) === null) {
    return fail(
      problem('credentials-unreadable', {
        what: 'The extra certificate bundle holds no PEM certificate.',
        why: 'It was named by --certificate-authority or the setting.',
      }),
    );
  }
  const proxy = chooseProxy(context.server, {
    kubeconfig: context.cluster.proxyUrl,
    flag: options.proxyUrl,
    setting: options.proxySetting,
    env: options.env,
  });
  if (!proxy.ok) return proxy;
  const headers = identityHeaders(context, options);
  if (!headers.ok) return headers;
  const tls = dispatcherOptions(material.value, options.extraCa, proxy.value);
  const source = credentialSource(context, material.value.ca, {
    exec: { ...options, now },
    oidc: { dispatcher: issuer => oidcDispatcher(context, issuer, options), now },
  });
  const place: ConnectionPlace = {
    server: context.server.origin,
    proxy: proxy.value,
    userName: context.userName,
    redact: options.redact,
  };
  return ok(new Connection({ context, options, source, place, tls, headers: headers.value, now }));
}

function dispatcherOptions(
  material: TlsMaterial,
  extraCa: string | undefined,
  proxy: DispatcherOptions['proxy'],
): DispatcherOptions {
  return {
    authorities: trustedAuthorities(material.ca, extraCa),
    proxyAuthorities: proxy?.url.protocol === 'https:' ? trustedAuthorities(null, extraCa) : [],
    certificate: material.certificate,
    insecure: material.insecure,
    serverName: material.serverName,
    proxy,
  };
}

type HeaderFields = Record<string, string | string[]>;

function identityHeaders(context: ResolvedContext, options: ConnectOptions): Result<HeaderFields, Problem> {
  const compressed = !context.cluster.disableCompression && !isLoopback(context.server.hostname);
  const base: HeaderFields = { 'user-agent': userAgent, 'accept-encoding': compressed ? 'gzip' : 'identity' };
  if ((options.asGroups ?? []).length > 0 && (options.as ?? '') === '' && (context.user?.as ?? '') === '') {
    return fail(
      problem('usage', {
        what: '--as-group needs --as.',
        why: 'The API server impersonates groups only together with a user.',
        at: { field: '--as-group' },
      }),
    );
  }
  const impersonation = impersonationOf(context.user, options.as, options.asGroups);
  if (impersonation === null) return ok(base);
  if (unsendable(impersonation) !== null)
    return fail(
      problem('usage', {
        what: 'The impersonated user or group holds a control character.',
        why: 'It cannot be put into a header.',
        at: { field: '--as' },
      }),
    );
  return ok({ ...base, ...impersonationHeaders(impersonation) });
}

interface Parts {
  readonly context: ResolvedContext;
  readonly options: ConnectOptions;
  readonly source: CredentialSource;
  readonly place: ConnectionPlace;
  readonly tls: DispatcherOptions;
  readonly headers: HeaderFields;
  readonly now: () => number;
}

class Connection implements KubeConnection {
  readonly server: string;
  readonly insecureTls: boolean;
  readonly #parts: Parts;
  readonly #closing = new AbortController();
  #pool: { readonly certificate: ClientCertificate | null; readonly dispatcher: Dispatcher } | null = null;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.server = parts.context.server.href.replace(/\/$/, '');
    this.insecureTls = parts.tls.insecure;
    connectionOpened(this);
  }

  async request(request: KubeRequest, signal?: AbortSignal): Promise<Result<KubeResponse, Problem>> {
    const allowed = checkAllowed(request, this.#parts.options.readOnly === true);
    if (!allowed.ok) return allowed;
    const stop = signal === undefined ? this.#closing.signal : AbortSignal.any([signal, this.#closing.signal]);
    if (stop.aborted) return fail(this.#cancelled());
    const credential = await this.#parts.source.get(stop);
    if (!credential.ok) return credential;
    const first = await this.#send(request, credential.value, stop);
    if (!first.ok || first.value.status !== 401) return first;
    const renewed = await this.#parts.source.renew(credential.value, stop);
    if (!renewed.ok) return renewed;
    const second = renewed.value === null ? first : await this.#send(request, renewed.value, stop);
    return second.ok && second.value.status === 401
      ? fail(unauthorized(this.#parts.place, second.value, renewed.value !== null))
      : second;
  }

  async close(): Promise<void> {
    this.#closing.abort();
    connectionClosed(this);
    const pool = this.#pool;
    this.#pool = null;
    await pool?.dispatcher.destroy();
  }

  /** What is under way fails as a reset connection does, which the reader of lists tries anew. */
  drop(): void {
    const pool = this.#pool;
    this.#pool = null;
    pool?.dispatcher
      .destroy(Object.assign(new Error('the network of this machine changed'), { code: 'ECONNRESET' }))
      .catch(() => undefined);
  }

  async #send(request: KubeRequest, credential: Credential, stop: AbortSignal): Promise<Result<KubeResponse, Problem>> {
    const { place, options } = this.#parts;
    const dispatcher = this.#dispatcher(credential.certificate);
    if (!dispatcher.ok) return dispatcher;
    const deadline = new Deadline(request.timeout ?? options.requestTimeout, stop);
    try {
      const response = await send(this.#url(request), {
        dispatcher: dispatcher.value,
        method: request.method,
        signal: deadline.signal,
        headers: this.#headers(request, credential),
        ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
      });
      deadline.extend();
      const headers = flatHeaders(response.headers);
      const { text, bytes } = await readBody(response, {
        encoding: headers['content-encoding']?.trim().toLowerCase() ?? '',
        withoutManagedFields: request.withoutManagedFields,
      });
      const odd =
        answerProblem(place, response.statusCode, headers) ??
        (asksForSecrets(request) ? leaksSecrets(place, response.statusCode, text) : null);
      if (odd !== null) return fail(odd);
      return ok({ status: response.statusCode, headers, warnings: warningTexts(response.headers['warning']), text, bytes });
    } catch (error) {
      if (stop.aborted) return fail(this.#cancelled());
      if (deadline.passed) return fail(this.#tooLate(request));
      return fail(connectionProblem(error, place));
    } finally {
      deadline.end();
    }
  }

  #url(request: KubeRequest): URL {
    const url = new URL(this.#parts.context.server);
    url.pathname = pathPrefix(url) + request.path;
    url.search = new URLSearchParams(request.query ?? {}).toString();
    return url;
  }

  #headers(request: KubeRequest, credential: Credential): HeaderFields {
    return {
      ...this.#parts.headers,
      accept: request.accept ?? 'application/json',
      ...(request.body === undefined ? {} : { 'content-type': request.contentType ?? 'application/json' }),
      ...(credential.authorization === null
        ? {}
        : { authorization: Buffer.from(credential.authorization, 'utf8').toString('latin1') }),
    };
  }

  /** One pool a cluster; a plugin that brings another client certificate gets another. */
  #dispatcher(fromPlugin: ClientCertificate | null): Result<Dispatcher, Problem> {
    const known = this.#pool;
    if (known !== null && known.certificate?.cert === fromPlugin?.cert && known.certificate?.key === fromPlugin?.key)
      return ok(known.dispatcher);
    const { tls, now, context, place } = this.#parts;
    const fault =
      fromPlugin === null
        ? null
        : certificateProblem(fromPlugin, `The client certificate that the plugin of user “${context.userName}” gave`, now());
    if (fault !== null) return fail(fault);
    try {
      const dispatcher = makeDispatcher({ ...tls, certificate: fromPlugin ?? tls.certificate });
      this.#pool = { certificate: fromPlugin, dispatcher };
      // Requests under way end on the old connections.
      known?.dispatcher.close().catch(() => undefined);
      return ok(dispatcher);
    } catch (error) {
      return fail(connectionProblem(error, place));
    }
  }

  #cancelled(): Problem {
    return problem('cancelled', {
      what: `The request to ${this.#parts.place.server} was cancelled.`,
      why: 'It was asked to stop.',
    });
  }

  #tooLate(request: KubeRequest): Problem {
    const seconds = (request.timeout ?? this.#parts.options.requestTimeout) / 1000;
    return problem('timeout', {
      what: `${this.#parts.place.server} did not answer ${request.method} ${request.path} within ${seconds} seconds.`,
      why: 'The server, or something on the way, is slow or hangs.',
    });
  }
}
