import { getCACertificates } from 'node:tls';

let system: string[] | null = null;

/** The certificate authorities of this machine, read once; Node's own list where the machine has none. */
function systemAuthorities(): string[] {
  if (system === null) {
    const found = getCACertificates('system');
    system = found.length > 0 ? found : getCACertificates('default');
  }
  return system;
}

/** What a server's certificate may lead up to: the kubeconfig's CA, else the machine's; and the extra bundle of the settings or flag. */
export const trustedAuthorities = (kubeconfigCa: Buffer | null, extra: string | undefined): string[] => [
  ...(kubeconfigCa === null ? systemAuthorities() : [kubeconfigCa.toString('utf8')]),
  ...(extra === undefined || extra === '' ? [] : [extra]),
];
