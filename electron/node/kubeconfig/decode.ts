import { dirname, isAbsolute, join, resolve, sep } from 'node:path';
import { isJsonObject, type JsonValue } from '#contract/json';
import { problem, type Problem } from '#contract/problem';
import { fail, ok, type Result } from '#contract/result';
import type { AuthProviderEntry, ClusterEntry, ContextDefinition, ExecEntry, Kubeconfig, UserEntry } from './entries.ts';
import { Fields } from './fields.ts';
import { parseYamlText, type YamlText } from './yaml-text.ts';

/** The key under a cluster's `extensions` that is meant for exec plugins. */
const execExtension = 'client.authentication.k8s.io/exec';

/** Where a text came from: its file (relative paths count from its folder), or a label for pasted text. */
export interface Origin {
  readonly file: string | null;
  readonly label: string;
}

/**
 * One kubeconfig text. Errors: `kubeconfig-invalid` where nothing of it can be used (with the line where YAML tells);
 * a broken entry is no error, it carries its faults.
 */
export function decodeKubeconfig(text: string, origin: Origin): Result<Kubeconfig, Problem> {
  const parsed = parseYamlText(text, origin.label);
  if (!parsed.ok) return parsed;
  const root = parsed.value.value;
  if (root !== null && root !== undefined && !isJsonObject(root)) return fail(notKubeconfig(origin, 'its content is not a map'));
  const fields = new Fields(root, 'the file');
  const version = fields.string('apiVersion');
  const kind = fields.string('kind');
  if (version !== '' && version !== 'v1' && version !== '/v1')
    return fail(notKubeconfig(origin, `its apiVersion is “${version.slice(0, 80)}”, not v1`));
  if (kind !== '' && kind !== 'Config') return fail(notKubeconfig(origin, `its kind is “${kind.slice(0, 80)}”, not Config`));
  const reader = new ListReader(parsed.value, fields, origin);
  const clusters = reader.read('clusters', 'cluster', decodeCluster);
  const users = reader.read('users', 'user', decodeUser);
  const contexts = reader.read('contexts', 'context', decodeContext);
  const currentContext = fields.string('current-context');
  const more = parsed.value.furtherDocuments ? [`${origin.label} holds more than one YAML document; only the first is read`] : [];
  return ok({ clusters, users, contexts, currentContext, problems: [...fields.faults, ...reader.problems, ...more] });
}

const notKubeconfig = (origin: Origin, reason: string): Problem =>
  problem('kubeconfig-invalid', {
    what: `${origin.label} is no kubeconfig: ${reason}.`,
    why: 'A kubeconfig has apiVersion v1 and kind Config.',
    at: { file: origin.label },
  });

interface Where {
  readonly file: string | null;
  readonly line: number | null;
}

type DecodeEntry<T> = (fields: Fields, where: Where) => T;

class ListReader {
  readonly problems: string[] = [];
  readonly #text: YamlText;
  readonly #fields: Fields;
  readonly #origin: Origin;

  constructor(text: YamlText, fields: Fields, origin: Origin) {
    this.#text = text;
    this.#fields = fields;
    this.#origin = origin;
  }

  read<T extends { readonly line: number | null; readonly faults: readonly string[] }>(
    list: string,
    body: string,
    decode: DecodeEntry<T>,
  ): ReadonlyMap<string, T> {
    const entries = new Map<string, T>();
    for (const [index, item] of this.#fields.list(list).entries()) {
      const line = this.#text.lineOf(list, index);
      const place = `${list}[${index}]${line === null ? '' : ` (line ${line})`}`;
      if (item !== null && !isJsonObject(item)) this.problems.push(`${place} of ${this.#origin.label} is not a map`);
      else this.#add(entries, new Fields(item, place), place, body, { file: this.#origin.file, line }, decode);
    }
    return entries;
  }

  #add<T extends { readonly line: number | null; readonly faults: readonly string[] }>(
    entries: Map<string, T>,
    named: Fields,
    place: string,
    body: string,
    where: Where,
    decode: DecodeEntry<T>,
  ): void {
    const name = named.string('name');
    const entry = decode(named.nested(body) ?? new Fields(undefined, `${place}.${body}`, named.faults), where);
    const complete = { ...entry, faults: [...named.faults] };
    this.problems.push(...named.faults.map(fault => `${fault}; kubectl refuses the whole of ${this.#origin.label} for it`));
    const first = entries.get(name);
    if (name === '') this.problems.push(`${place} of ${this.#origin.label} has no name`);
    if (first === undefined) entries.set(name, complete);
    else
      this.problems.push(
        `${place} of ${this.#origin.label} uses the name “${name.slice(0, 200)}” again${first.line === null ? '' : ` (first at line ${first.line})`}; the first one counts, and kubectl refuses such a file`,
      );
  }
}

function decodeCluster(fields: Fields, { file, line }: Where): ClusterEntry {
  return {
    file,
    line,
    faults: [],
    server: fields.string('server'),
    caData: fields.bytes('certificate-authority-data'),
    caFile: absolute(fields.string('certificate-authority'), file),
    insecure: fields.boolean('insecure-skip-tls-verify'),
    tlsServerName: fields.string('tls-server-name'),
    proxyUrl: fields.string('proxy-url'),
    disableCompression: fields.boolean('disable-compression'),
    execConfig: execConfigOf(fields.list('extensions')),
  };
}

function execConfigOf(extensions: readonly JsonValue[]): JsonValue | undefined {
  const found = extensions.find(item => isJsonObject(item) && item['name'] === execExtension);
  return isJsonObject(found) ? found['extension'] : undefined;
}

function decodeUser(fields: Fields, { file, line }: Where): UserEntry {
  return {
    file,
    line,
    faults: [],
    certData: fields.bytes('client-certificate-data'),
    certFile: absolute(fields.string('client-certificate'), file),
    keyData: fields.bytes('client-key-data'),
    keyFile: absolute(fields.string('client-key'), file),
    token: fields.string('token'),
    tokenFile: absolute(fields.string('tokenFile'), file),
    username: fields.string('username'),
    password: fields.string('password'),
    as: fields.string('as'),
    asUid: fields.string('as-uid'),
    asGroups: fields.strings('as-groups'),
    asUserExtra: fields.listMap('as-user-extra'),
    authProvider: decodeAuthProvider(fields.nested('auth-provider')),
    exec: decodeExec(fields.nested('exec'), file),
  };
}

const decodeAuthProvider = (fields: Fields | null): AuthProviderEntry | null =>
  fields === null ? null : { name: fields.string('name'), config: fields.stringMap('config') };

function decodeExec(fields: Fields | null, file: string | null): ExecEntry | null {
  if (fields === null) return null;
  const command = fields.string('command');
  const apiVersion = fields.string('apiVersion');
  const mode = fields.string('interactiveMode');
  return {
    apiVersion,
    command: command.includes(sep) ? absolute(command, file) : command,
    args: fields.strings('args'),
    env: fields.list('env').map((item, index) => {
      const variable = new Fields(item, `exec.env[${index}]`, fields.faults);
      return { name: variable.string('name'), value: variable.string('value') };
    }),
    installHint: fields.string('installHint'),
    provideClusterInfo: fields.boolean('provideClusterInfo'),
    interactiveMode: mode === '' && /\/v1(?:alpha|beta)1$/.test(apiVersion) ? 'IfAvailable' : mode,
  };
}

const decodeContext = (fields: Fields, { file, line }: Where): ContextDefinition => ({
  file,
  line,
  faults: [],
  cluster: fields.string('cluster'),
  user: fields.string('user'),
  namespace: fields.string('namespace'),
});

/** Relative paths count from the folder of their file; in pasted text there is none, and they stay as they are. */
const absolute = (path: string, file: string | null): string =>
  path === '' || file === null || isAbsolute(path) ? path : join(resolve(dirname(file)), path);
