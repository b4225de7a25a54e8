import { request, type Dispatcher } from 'undici';
import { isJsonObject, type JsonObject } from '#contract/json';
import { problem, type Problem } from '#contract/problem';
import { fail, ok, type Result } from '#contract/result';
import type { AuthProviderEntry } from '../kubeconfig/entries.ts';
import { bearer, type Credential, type CredentialSource } from './credential.ts';
import { cancelled, SingleFlight } from './single-flight.ts';

const skewMs = 60_000;
const maxAnswer = 1024 * 1024;
const timeoutMs = 30_000;

export interface OidcOptions {
  /** Reaches the identity provider: its own CA, the environment's proxy. */
  readonly dispatcher: (issuer: URL) => Result<Dispatcher, Problem>;
  readonly redact: (text: string) => string;
  readonly now?: () => number;
}

/**
 * The old `auth-provider: oidc` of kubectl: the id-token while it holds, then a refresh at the issuer's token endpoint.
 * New tokens stay in memory; the kubeconfig is never written.
 */
export class OidcSource implements CredentialSource {
  readonly #userName: string;
  readonly #config: ReadonlyMap<string, string>;
  readonly #options: OidcOptions;
  readonly #tokens: SharedTokens;

  /** `owner` tells users of the same name in different sources apart. */
  constructor(owner: string, userName: string, provider: AuthProviderEntry, options: OidcOptions) {
    this.#userName = userName;
    this.#config = provider.config;
    this.#options = options;
    this.#tokens = sharedTokens(owner, userName, provider);
  }

  async get(signal?: AbortSignal): Promise<Result<Credential, Problem>> {
    if (this.#tokens.idToken !== '' && this.#holds(this.#tokens.idToken)) return ok(bearer(this.#tokens.idToken));
    return this.#refresh(signal);
  }

  async renew(used: Credential, signal?: AbortSignal): Promise<Result<Credential | null, Problem>> {
    if (this.#tokens.idToken !== '' && used.authorization !== `Bearer ${this.#tokens.idToken}`)
      return ok(bearer(this.#tokens.idToken));
    return this.#tokens.refreshToken === '' ? ok(null) : this.#refresh(signal);
  }

  #holds(token: string): boolean {
    const expires = idTokenExpiry(token);
    return expires !== null && (this.#options.now ?? Date.now)() < expires - skewMs;
  }

  async #refresh(signal: AbortSignal | undefined): Promise<Result<Credential, Problem>> {
    const token = await this.#tokens.flight.run('The refresh of the id-token', stop => this.#exchange(stop), signal);
    return token.ok ? ok(bearer(token.value)) : token;
  }

  async #exchange(signal: AbortSignal): Promise<Result<string, Problem>> {
    if (this.#tokens.refreshToken === '') return fail(this.#expired('its id-token has expired and there is no refresh-token'));
    const issuer = this.#config.get('idp-issuer-url') ?? '';
    if (!URL.canParse(issuer)) return fail(this.#expired('idp-issuer-url is no URL'));
    const dispatcher = this.#options.dispatcher(new URL(issuer));
    if (!dispatcher.ok) return dispatcher;
    try {
      const endpoint = await this.#tokenEndpoint(issuer, dispatcher.value, signal);
      if (!endpoint.ok) return endpoint;
      return await this.#askForToken(endpoint.value, dispatcher.value, signal);
    } catch (error) {
      if (signal.aborted) return cancelled('The refresh of the id-token');
      return fail(
        this.#expired(
          `the identity provider ${issuer} could not be reached`,
          error instanceof Error ? error.message : String(error),
        ),
      );
    } finally {
      await dispatcher.value.destroy();
    }
  }

  async #tokenEndpoint(issuer: string, dispatcher: Dispatcher, signal: AbortSignal): Promise<Result<string, Problem>> {
    const answer = await ask(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`, { dispatcher, signal });
    const endpoint = answer.body?.['token_endpoint'];
    if (answer.status !== 200 || typeof endpoint !== 'string')
      return fail(this.#expired(`the discovery document of ${issuer} answered ${answer.status} without a token_endpoint`));
    // The refresh token goes there: never from an https issuer to a plain one.
    if (!URL.canParse(endpoint) || (new URL(issuer).protocol === 'https:' && new URL(endpoint).protocol !== 'https:'))
      return fail(this.#expired(`the token_endpoint of ${issuer} is not https`));
    return ok(endpoint);
  }

  async #askForToken(endpoint: string, dispatcher: Dispatcher, signal: AbortSignal): Promise<Result<string, Problem>> {
    const client = this.#config.get('client-id') ?? '';
    const secret = this.#config.get('client-secret') ?? '';
    const form = new URLSearchParams({ grant_type: 'refresh_token', refresh_token: this.#tokens.refreshToken });
    const basic = `Basic ${Buffer.from(`${encodeURIComponent(client)}:${encodeURIComponent(secret)}`).toString('base64')}`;
    let answer = await ask(endpoint, { dispatcher, signal, form, authorization: basic });
    if (answer.status === 400 || answer.status === 401) {
      // Providers differ in where they take the client's name; oauth2 libraries try both.
      form.set('client_id', client);
      if (secret !== '') form.set('client_secret', secret);
      answer = await ask(endpoint, { dispatcher, signal, form });
    }
    const token = answer.body?.['id_token'];
    if (answer.status !== 200) return fail(this.#expired(`the token endpoint answered ${answer.status}`, errorText(answer.body)));
    if (typeof token !== 'string' || token === '' || /[\r\n]/.test(token))
      return fail(
        this.#expired('the token endpoint gave no id_token (the login lacked the scope openid, or the provider never gives one)'),
      );
    const refresh = answer.body?.['refresh_token'];
    if (typeof refresh === 'string' && refresh !== '') this.#tokens.refreshToken = refresh;
    this.#tokens.idToken = token;
    return ok(token);
  }

  #expired(reason: string, detail?: string): Problem {
    return problem('credentials-expired', {
      what: `The OIDC login of user “${this.#userName}” could not be renewed: ${reason}.`,
      why: 'The kubeconfig logs in through the auth-provider oidc.',
      ...(detail === undefined || detail === '' ? {} : { detail: this.#options.redact(detail.slice(0, 500)) }),
    });
  }
}

/** A refresh token may work only once, so all connections of one user share what came of it. */
interface SharedTokens {
  readonly flight: SingleFlight<string>;
  idToken: string;
  refreshToken: string;
}

const users = new Map<string, SharedTokens>();

function sharedTokens(owner: string, userName: string, { config }: AuthProviderEntry): SharedTokens {
  const key = JSON.stringify([owner, userName, [...config]]);
  const known = users.get(key) ?? {
    flight: new SingleFlight<string>(),
    idToken: config.get('id-token') ?? '',
    refreshToken: config.get('refresh-token') ?? '',
  };
  users.set(key, known);
  return known;
}

interface Answer {
  readonly status: number;
  readonly body: JsonObject | null;
}

interface Question {
  readonly dispatcher: Dispatcher;
  readonly signal: AbortSignal;
  readonly form?: URLSearchParams;
  readonly authorization?: string;
}

async function ask(url: string, question: Question): Promise<Answer> {
  const response = await request(url, {
    dispatcher: question.dispatcher,
    signal: AbortSignal.any([question.signal, AbortSignal.timeout(timeoutMs)]),
    method: question.form === undefined ? 'GET' : 'POST',
    headers: {
      accept: 'application/json',
      ...(question.form === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
      ...(question.authorization === undefined ? {} : { authorization: question.authorization }),
    },
    ...(question.form === undefined ? {} : { body: question.form.toString() }),
  });
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response.body) {
    const bytes = chunk as Buffer;
    size += bytes.length;
    if (size > maxAnswer) throw new Error('the answer is larger than 1 MiB');
    chunks.push(bytes);
  }
  return { status: response.statusCode, body: parseObject(Buffer.concat(chunks).toString('utf8')) };
}

function parseObject(text: string): JsonObject | null {
  try {
    const value: unknown = JSON.parse(text);
    return isJsonObject(value) ? value : null;
  } catch {
    return null;
  }
}

const errorText = (body: JsonObject | null): string =>
  ['error', 'error_description'].flatMap(field => (typeof body?.[field] === 'string' ? [body[field]] : [])).join(': ');

/** When a JWT ends, in milliseconds; null where it cannot be told. The signature is the server's business. */
export function idTokenExpiry(token: string): number | null {
  const [, payload, signature] = token.split('.');
  if (payload === undefined || signature === undefined) return null;
  const expires = parseObject(Buffer.from(payload, 'base64url').toString('utf8'))?.['exp'];
  return typeof expires === 'number' ? expires * 1000 : null;
}
