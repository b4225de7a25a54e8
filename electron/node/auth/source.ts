import { ok } from '#contract/result';
import type { ResolvedContext } from '../kubeconfig/resolve.ts';
import { bearer, type Credential, type CredentialSource } from './credential.ts';
import { ExecSource, type ExecOptions } from './exec.ts';
import { OidcSource, type OidcOptions } from './oidc.ts';
import { TokenFileSource } from './token-file.ts';

const fixed = (credential: Credential): CredentialSource => ({ get: async () => ok(credential), renew: async () => ok(null) });

export const anonymous: Credential = { authorization: null, certificate: null };

export interface SourceOptions {
  readonly exec: ExecOptions;
  readonly oidc: Omit<OidcOptions, 'redact'>;
}

/**
 * The one way in which a context's user identifies itself, by client-go's order: basic, token (a readable tokenFile beats
 * a written token), then an exec plugin unless a client certificate is there, then the oidc auth-provider. Over plain
 * http no credential is sent at all, as kubectl does.
 */
export function credentialSource(context: ResolvedContext, ca: Uint8Array | null, options: SourceOptions): CredentialSource {
  const user = context.user;
  if (user === null || context.server.protocol !== 'https:') return fixed(anonymous);
  if (user.username !== '' || user.password !== '')
    return fixed({
      authorization: `Basic ${Buffer.from(`${user.username}:${user.password}`).toString('base64')}`,
      certificate: null,
    });
  if (user.tokenFile !== '') return new TokenFileSource(user.tokenFile, user.token);
  if (user.token !== '') return fixed(bearer(user.token));
  const certificate = user.certData !== null || user.certFile !== '';
  if (user.exec !== null && !certificate) return new ExecSource(context, user.exec, ca, options.exec);
  if (user.authProvider !== null)
    return new OidcSource(context.source.id, context.userName, user.authProvider, {
      ...options.oidc,
      redact: options.exec.redact,
    });
  return fixed(anonymous);
}
