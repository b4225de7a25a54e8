/** One word for a POSIX shell, whatever the cluster called it. */
const shellWord = (text: string): string => (/^[\w@%+=:,./-]+$/u.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);

const groupOf = (apiVersion: string): string =>
  apiVersion.includes('/') ? `.${apiVersion.slice(0, apiVersion.indexOf('/'))}` : '';

interface Named {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace?: string | undefined;
  readonly name: string;
}

/** Kinds of ours that no API server serves. */
const notServed: ReadonlySet<string> = new Set(['KubeletConfig']);

export const isServed = (kind: string): boolean => !notServed.has(kind);

export const kubectlGet = ({ apiVersion, kind, namespace, name }: Named): string =>
  [
    'kubectl',
    'get',
    shellWord(`${kind.toLowerCase()}${groupOf(apiVersion)}`),
    shellWord(name),
    ...(namespace === undefined ? [] : ['--namespace', shellWord(namespace)]),
    '-o',
    'yaml',
  ].join(' ');
