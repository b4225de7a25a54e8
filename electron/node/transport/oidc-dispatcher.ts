import { readFileSync } from 'node:fs';
import type { Dispatcher } from 'undici';
import { problem, type Problem } from '#contract/problem';
import { fail, ok, type Result } from '#contract/result';
import type { ResolvedContext } from '../kubeconfig/resolve.ts';
import type { ConnectOptions } from './connect-options.ts';
import { makeDispatcher } from './dispatcher.ts';
import { chooseProxy } from './proxy.ts';
import { parseCertificates } from './tls-material.ts';
import { trustedAuthorities } from './trust.ts';

/** The way to an identity provider: trusted by its own CA where the kubeconfig gives one, through the same proxy as a cluster without one of its own. */
export function oidcDispatcher(
  context: ResolvedContext,
  issuer: URL,
  options: Pick<ConnectOptions, 'env' | 'extraCa' | 'proxyUrl' | 'proxySetting'>,
): Result<Dispatcher, Problem> {
  const config = context.user?.authProvider?.config ?? new Map<string, string>();
  const ca = issuerCa(config.get('idp-certificate-authority-data') ?? '', config.get('idp-certificate-authority') ?? '');
  if (!ca.ok) return ca;
  const proxy = chooseProxy(issuer, { kubeconfig: '', flag: options.proxyUrl, setting: options.proxySetting, env: options.env });
  if (!proxy.ok) return proxy;
  return ok(
    makeDispatcher({
      authorities: trustedAuthorities(ca.value, options.extraCa),
      proxyAuthorities: trustedAuthorities(null, options.extraCa),
      certificate: null,
      insecure: false,
      serverName: null,
      proxy: proxy.value,
    }),
  );
}

function issuerCa(data: string, file: string): Result<Buffer | null, Problem> {
  try {
    const ca = data !== '' ? Buffer.from(data, 'base64') : file !== '' ? readFileSync(file) : null;
    if (ca === null || parseCertificates(ca.toString('utf8')) !== null) return ok(ca);
    return fail(unreadable(file, 'it is no PEM certificate'));
  } catch (error) {
    return fail(unreadable(file, error instanceof Error ? error.message : String(error)));
  }
}

const unreadable = (file: string, reason: string): Problem =>
  problem('credentials-unreadable', {
    what: `The idp-certificate-authority${file === '' ? '' : ` ${file}`} cannot be used: ${reason}.`,
    why: 'The kubeconfig names it for its identity provider.',
  });
