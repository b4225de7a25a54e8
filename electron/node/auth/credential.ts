import type { Problem } from '#contract/problem';
import type { Result } from '#contract/result';

/** A client certificate with its key, both PEM. */
export interface ClientCertificate {
  readonly cert: string;
  readonly key: string;
}

/** What identifies the user in one request. */
export interface Credential {
  /** The whole `Authorization` header; null for none. */
  readonly authorization: string | null;
  /** A certificate that came with the credential (from a plugin); the kubeconfig's own is part of the TLS settings. */
  readonly certificate: ClientCertificate | null;
}

/** Where credentials come from. Both calls may be made by many requests at once. */
export interface CredentialSource {
  get(signal?: AbortSignal): Promise<Result<Credential, Problem>>;
  /** After a 401 with `used`: a fresh one, or null where this kind cannot be renewed. */
  renew(used: Credential, signal?: AbortSignal): Promise<Result<Credential | null, Problem>>;
}

export const bearer = (token: string): Credential => ({ authorization: `Bearer ${token}`, certificate: null });
