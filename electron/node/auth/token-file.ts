import { problem, type Problem } from '#contract/problem';
import { fail, ok, type Result } from '#contract/result';
import { readBytes, reasonOf } from '../kubeconfig/read-text.ts';
import { bearer, type Credential, type CredentialSource } from './credential.ts';

const maxAgeMs = 60_000;

/** A token in a file that someone else rotates: read anew when older than a minute, and after a 401. `token` is what holds until it can be read. */
export class TokenFileSource implements CredentialSource {
  readonly #path: string;
  readonly #token: string;
  readonly #now: () => number;
  #held: { readonly credential: Credential; readonly readAt: number } | null = null;

  constructor(path: string, token: string, now: () => number = Date.now) {
    this.#path = path;
    this.#token = token;
    this.#now = now;
  }

  async get(): Promise<Result<Credential, Problem>> {
    if (this.#held !== null && this.#now() - this.#held.readAt < maxAgeMs) return ok(this.#held.credential);
    return this.#read();
  }

  async renew(used: Credential): Promise<Result<Credential | null, Problem>> {
    if (this.#held !== null && this.#held.credential.authorization !== used.authorization) return ok(this.#held.credential);
    const fresh = await this.#read();
    return fresh.ok && fresh.value.authorization === used.authorization ? ok(null) : fresh;
  }

  async #read(): Promise<Result<Credential, Problem>> {
    const bytes = await readBytes(this.#path, 1024 * 1024);
    const token = bytes.ok ? bytes.value.toString('utf8').trim() : '';
    if (bytes.ok && token !== '' && !/[\r\n\0]/.test(token)) {
      this.#held = { credential: bearer(token), readAt: this.#now() };
      return ok(this.#held.credential);
    }
    // The last good value outlives a moment in which the file is being replaced.
    if (this.#held !== null) return ok(this.#held.credential);
    if (this.#token !== '') return ok(bearer(this.#token));
    const reason = bytes.ok
      ? 'it holds no token'
      : bytes.error.missing
        ? reasonOf(Object.assign(new Error(), { code: 'ENOENT' }))
        : bytes.error.problem.what;
    return fail(
      problem('credentials-unreadable', {
        what: `The tokenFile ${this.#path} cannot be used: ${reason}.`,
        why: 'The kubeconfig names it as the user’s token.',
        at: { file: this.#path, field: 'tokenFile' },
      }),
    );
  }
}
