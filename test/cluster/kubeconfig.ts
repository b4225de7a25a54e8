import type { Certified } from './certificates.ts';

export interface KubeconfigInput {
  readonly name: string;
  readonly server: string;
  readonly caPem: string;
  readonly certificate?: Certified | undefined;
  readonly token?: string | undefined;
  readonly namespace?: string | undefined;
}

/** A kubeconfig of one context. JSON is YAML. */
export function kubeconfigText(input: KubeconfigInput): string {
  const user =
    input.token === undefined
      ? {
          'client-certificate-data': base64(input.certificate?.cert ?? ''),
          'client-key-data': base64(input.certificate?.key ?? ''),
        }
      : { token: input.token };
  const context = { cluster: 'test', user: input.name, ...(input.namespace === undefined ? {} : { namespace: input.namespace }) };
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'test', cluster: { server: input.server, 'certificate-authority-data': base64(input.caPem) } }],
    users: [{ name: input.name, user }],
    contexts: [{ name: input.name, context }],
    'current-context': input.name,
  };
  return `${JSON.stringify(config, null, 2)}\n`;
}

const base64 = (text: string): string => Buffer.from(text).toString('base64');
