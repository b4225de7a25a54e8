import { mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { stringify } from 'yaml';
import { Random } from './random.ts';

/** One way to start kubectl: files on disk and how they are named to it. */
export interface GeneratedSet {
  readonly seed: number;
  readonly folder: string;
  readonly how: 'list' | 'flag' | 'default';
  readonly flag: string | undefined;
  readonly env: Readonly<Record<string, string>>;
  /** In order; `state` is what was meant to be wrong with the file. */
  readonly files: readonly GeneratedFile[];
}

export interface GeneratedFile {
  readonly path: string;
  readonly state: 'good' | 'missing' | 'broken';
}

type Fields = Record<string, unknown>;

const names = [
  'alpha',
  'beta',
  'gamma',
  'delta',
  'arn:aws:eks:eu-west-1:1:cluster/x',
  'user@host',
  'ünïcode',
  '__proto__',
  'on the road',
  '1e3',
] as const;
// Closed ports: kubectl gets as far as the connection and never further.
const servers = [
  'https://127.0.0.1:1',
  'https://127.0.0.1:1/k8s/clusters/c-1',
  'https://127.0.0.2:1/',
  'http://127.0.0.1:1',
  '127.0.0.1:1',
  'https://[::1]:1',
  'https://127.0.0.1:1/a?b=c',
] as const;
const proxies = [
  'http://127.0.0.1:1',
  'socks5://127.0.0.1:1',
  'https://user:pass@127.0.0.1:1',
  'ftp://127.0.0.1:1',
  'no url',
  '',
] as const;

/** Certificates that a set's folders hold: real pairs, so that content tells which file was read. */
export interface Certificates {
  readonly pairs: readonly Pair[];
}

interface Pair {
  readonly certificate: string;
  readonly key: string;
}

interface Folder {
  readonly path: string;
  readonly pair: Pair;
}

/** Writes the files of one set below `folder` and says how to name them. The same seed gives the same set. */
export function generateSet(seed: number, folder: string, certificates: Certificates): GeneratedSet {
  const random = new Random(seed);
  const how = random.pick(['list', 'list', 'list', 'flag', 'default'] as const);
  const count = how === 'list' ? random.between(1, 4) : 1;
  mkdirSync(join(folder, 'home', '.kube'), { recursive: true });
  const files = Array.from({ length: count }, (_, index) => writeFile(random, folder, how, index, certificates));
  const listed = [...files.map(file => file.path), ...(how === 'list' && random.chance(0.15) ? ['', files[0]?.path ?? ''] : [])];
  const env: Record<string, string> = { HOME: join(folder, 'home') };
  if (how === 'list') env['KUBECONFIG'] = listed.join(delimiter);
  return { seed, folder, how, flag: how === 'flag' ? files[0]?.path : undefined, env, files };
}

function writeFile(
  random: Random,
  folder: string,
  how: GeneratedSet['how'],
  index: number,
  certificates: Certificates,
): GeneratedFile {
  const path =
    how === 'default'
      ? join(folder, 'home', '.kube', 'config')
      : join(folder, `d${index}`, random.pick(['config', 'kube.yaml', 'k.json']));
  const state =
    how === 'flag'
      ? random.pick(['good', 'good', 'good', 'broken'] as const)
      : random.pick(['good', 'good', 'good', 'good', 'good', 'missing', 'broken'] as const);
  if (state === 'missing') return { path, state };
  mkdirSync(dirname(path), { recursive: true });
  const pair = certificates.pairs[index % certificates.pairs.length];
  if (pair === undefined) throw new Error('no certificates');
  plantMaterial(dirname(path), index, pair);
  const config = kubeconfig(random, { path: dirname(path), pair });
  writeFileSync(path, state === 'good' ? goodText(random, config) : brokenText(random, config));
  return { path, state };
}

function plantMaterial(folder: string, index: number, pair: Pair): void {
  mkdirSync(join(folder, 'pki'), { recursive: true });
  for (const [name, text] of [
    ['ca.crt', pair.certificate],
    ['pki/ca.crt', `${pair.certificate}# ${index}\n`],
    ['client.crt', pair.certificate],
    ['client.key', pair.key],
    ['token', `token-of-${index}\n`],
  ] as const) {
    writeFileSync(join(folder, name), text);
  }
}

function kubeconfig(random: Random, folder: Folder): Fields {
  const config: Fields = {
    ...(random.chance(0.9) ? { apiVersion: 'v1' } : {}),
    ...(random.chance(0.9) ? { kind: 'Config' } : {}),
  };
  const clusters = list(random, 'cluster', () => cluster(random, folder));
  const users = list(random, 'user', () => user(random, folder));
  config['clusters'] = clusters;
  config['users'] = users;
  config['contexts'] = list(random, 'context', () => context(random, namesOf(clusters), namesOf(users)));
  if (random.chance(0.8)) config['current-context'] = random.pick([...names, '', 'gone']);
  if (random.chance(0.3)) config['preferences'] = { colors: true };
  if (random.chance(0.2)) config['surprise'] = { nested: [1, 2, { three: true }] };
  return config;
}

function list(random: Random, body: string, make: () => Fields | null): Fields[] | null {
  if (random.chance(0.04)) return random.pick([null, []]);
  const chosen = random.shuffle(names).slice(0, random.between(1, 5));
  const nameless = random.chance(0.08) ? chosen[0] : undefined;
  return chosen.map(name => {
    const value = make();
    return { ...(name === nameless ? {} : { name }), ...(value === null ? {} : { [body]: value }) };
  });
}

const path = (random: Random, folder: Folder, file: string): string =>
  random.pick([
    file,
    `./${file}`,
    join(folder.path, file),
    `pki/../${file}`,
    ...(random.chance(0.2) ? ['gone.pem', '/nowhere/gone.pem'] : []),
  ]);

/** Mostly real PEM, with a comment that tells the folders apart. */
const base64 = (random: Random, folder: Folder, text: string): string =>
  Buffer.from(`${random.chance(0.1) ? 'rubbish' : text}# ${folder.path.slice(-6)}`).toString('base64');

function cluster(random: Random, folder: Folder): Fields | null {
  if (random.chance(0.03)) return null;
  const fields: Fields = random.chance(0.96) ? { server: random.pick(servers) } : {};
  if (random.chance(0.4)) fields['certificate-authority'] = path(random, folder, random.pick(['ca.crt', 'pki/ca.crt']));
  if (random.chance(0.3) && (fields['certificate-authority'] === undefined || random.chance(0.1)))
    fields['certificate-authority-data'] = base64(random, folder, folder.pair.certificate);
  if (random.chance(0.2)) fields['insecure-skip-tls-verify'] = random.chance(0.7);
  if (random.chance(0.2)) fields['tls-server-name'] = 'kube.internal';
  if (random.chance(0.2)) fields['proxy-url'] = random.pick(proxies);
  if (random.chance(0.1)) fields['disable-compression'] = true;
  if (random.chance(0.1))
    fields['extensions'] = [{ name: 'client.authentication.k8s.io/exec', extension: { audience: 'a', n: 1 } }];
  return fields;
}

function user(random: Random, folder: Folder): Fields | null {
  if (random.chance(0.05)) return random.pick([null, {}]);
  const fields: Fields = {};
  for (const form of random.shuffle(userForms).slice(0, random.pick([1, 1, 1, 1, 2]))) form(random, folder, fields);
  return fields;
}

type Form = (random: Random, folder: Folder, fields: Fields) => void;

const userForms: readonly Form[] = [
  (random, folder, fields) => {
    fields['client-certificate'] = path(random, folder, 'client.crt');
    if (random.chance(0.9)) fields['client-key'] = path(random, folder, 'client.key');
  },
  (random, folder, fields) => {
    fields['client-certificate-data'] = base64(random, folder, folder.pair.certificate);
    if (random.chance(0.9)) fields['client-key-data'] = base64(random, folder, folder.pair.key);
  },
  (random, _folder, fields) => {
    fields['token'] = random.pick(['abc.def', 't0ken', 'yes', '123']);
  },
  (random, folder, fields) => {
    fields['tokenFile'] = path(random, folder, 'token');
  },
  (random, _folder, fields) => {
    fields['username'] = 'basic';
    if (random.chance(0.8)) fields['password'] = random.pick(['p:w', '', '0123']);
  },
  (random, _folder, fields) => {
    fields['exec'] = exec(random);
  },
  (random, _folder, fields) => {
    fields['auth-provider'] = authProvider(random);
  },
  (random, _folder, fields) => {
    if (random.chance(0.9)) fields['as'] = 'jane';
    if (random.chance(0.6)) fields['as-groups'] = random.pick([['dev', 'ops'], ['a, b'], []]);
    if (random.chance(0.3)) fields['as-uid'] = 'u-1';
    if (random.chance(0.3)) fields['as-user-extra'] = { scopes: ['view', 'edit'], 'acme.com/x': [] };
  },
];

const exec = (random: Random): Fields => ({
  ...(random.chance(0.95)
    ? {
        apiVersion: random.pick([
          'client.authentication.k8s.io/v1',
          'client.authentication.k8s.io/v1beta1',
          'client.authentication.k8s.io/v1beta1',
          'client.authentication.k8s.io/v1alpha1',
        ]),
      }
    : {}),
  ...(random.chance(0.97) ? { command: random.pick(['no-such-plugin', './bin/no-plugin', '/nowhere/plugin', '../plugin']) } : {}),
  ...(random.chance(0.6) ? { args: ['token', '--cluster', 'x y', ''] } : {}),
  ...(random.chance(0.5)
    ? { env: [{ name: 'AWS_PROFILE', value: 'p' }, ...(random.chance(0.1) ? [{ value: 'nameless' }] : [])] }
    : {}),
  ...(random.chance(0.7)
    ? { interactiveMode: random.pick(['Never', 'IfAvailable', 'Always', ...(random.chance(0.1) ? ['Sometimes'] : [])]) }
    : {}),
  ...(random.chance(0.4) ? { provideClusterInfo: true } : {}),
  ...(random.chance(0.3) ? { installHint: 'install it' } : {}),
});

function authProvider(random: Random): Fields {
  const name = random.pick(['oidc', 'oidc', 'gcp', 'azure', 'unheard-of']);
  const config: Fields = {};
  if (random.chance(0.95)) config['idp-issuer-url'] = 'https://127.0.0.1:1/issuer';
  if (random.chance(0.95)) config['client-id'] = 'kube';
  if (random.chance(0.5)) config['refresh-token'] = 'r';
  return { name, ...(random.chance(0.95) ? { config } : {}) };
}

const namesOf = (entries: Fields[] | null): readonly unknown[] => {
  const own = (entries ?? []).flatMap(entry => (entry['name'] === undefined ? [] : [entry['name']]));
  return own.length === 0 ? names : own;
};

/** Mostly of what its own file defines, sometimes of what another may. */
function context(random: Random, clusters: readonly unknown[], users: readonly unknown[]): Fields | null {
  if (random.chance(0.03)) return null;
  const fields: Fields = {};
  if (random.chance(0.97)) fields['cluster'] = random.pick(random.chance(0.8) ? clusters : names);
  if (random.chance(0.95)) fields['user'] = random.pick(random.chance(0.8) ? users : names);
  if (random.chance(0.4)) fields['namespace'] = random.pick(['shop', 'kube-system', 'Not_Valid', '']);
  return fields;
}

function goodText(random: Random, config: Fields): string {
  const form = random.pick([
    'block',
    'block',
    'block',
    'json',
    'compact',
    'flow',
    'anchored',
    'documents',
    'bom',
    'crlf',
    'empty',
    'comment',
  ] as const);
  if (form === 'json') return JSON.stringify(config);
  if (form === 'compact') return JSON.stringify(config, null, '\t');
  if (form === 'flow')
    return stringify(config, { version: '1.1', collectionStyle: 'flow', lineWidth: 0, defaultStringType: 'QUOTE_DOUBLE' });
  if (form === 'empty') return '';
  if (form === 'comment') return '# nothing here yet\n';
  const block = stringify(config, {
    version: '1.1',
    lineWidth: random.pick([0, 60]),
    ...(random.chance(0.3) ? { defaultStringType: 'QUOTE_SINGLE' as const } : {}),
  });
  if (form === 'documents') return `---\n${block}---\nclusters: []\n`;
  if (form === 'bom') return `\uFEFF${block}`;
  if (form === 'crlf') return block.replaceAll('\n', '\r\n');
  if (form === 'anchored') return `${block}x-shared: &shared\n  namespace: from-anchor\nx-used:\n  <<: *shared\n  colors: yes\n`;
  return block;
}

/** Something that kubectl refuses the whole file for. */
function brokenText(random: Random, config: Fields): string {
  const text = stringify(config, { version: '1.1' });
  const way = random.pick([
    'syntax',
    'tab',
    'kind',
    'version',
    'type',
    'number',
    'duplicate',
    'base64',
    'scalar',
    'list',
  ] as const);
  const first = { name: 'alpha', user: { token: 12345 } };
  const variants: Readonly<Record<typeof way, string>> = {
    syntax: `${text}clusters: [unclosed\n`,
    tab: `contexts:\n\t- name: x\n`,
    kind: stringify({ ...config, apiVersion: 'v1', kind: 'Pod' }),
    version: stringify({ ...config, apiVersion: 'v2', kind: 'Config' }),
    type: stringify({ ...config, clusters: { alpha: { server: 'https://127.0.0.1:1' } } }),
    number: stringify({ ...config, users: [first] }),
    duplicate: stringify({
      ...config,
      users: [
        { name: 'alpha', user: { token: 'one' } },
        { name: 'alpha', user: { token: 'two' } },
      ],
    }),
    base64: stringify({
      ...config,
      clusters: [{ name: 'alpha', cluster: { server: 'https://127.0.0.1:1', 'certificate-authority-data': '%%%' } }],
    }),
    scalar: 'just a sentence\n',
    list: '- a\n- b\n',
  };
  return variants[way];
}
