import type { JsonValue } from '#contract/json';

/**
 * The entries of a kubeconfig as kubectl understands them, after decoding and with every path absolute. `data` fields
 * are the decoded bytes. An absent field is `''`, `null` or `false`, as in kubectl. `faults` are what is wrong with the
 * entry itself; kubectl refuses the whole file for most of them, we keep the good entries beside it.
 */
interface Entry {
  /** The file it came from; null for pasted text. */
  readonly file: string | null;
  readonly line: number | null;
  readonly faults: readonly string[];
}

export interface ClusterEntry extends Entry {
  readonly server: string;
  readonly caData: Uint8Array | null;
  readonly caFile: string;
  readonly insecure: boolean;
  readonly tlsServerName: string;
  readonly proxyUrl: string;
  readonly disableCompression: boolean;
  /** The extension `client.authentication.k8s.io/exec`, handed to plugins that ask for cluster information. */
  readonly execConfig: JsonValue | undefined;
}

export interface ExecEntry {
  readonly apiVersion: string;
  /** Absolute, or a bare name to be found on PATH. */
  readonly command: string;
  readonly args: readonly string[];
  readonly env: readonly { readonly name: string; readonly value: string }[];
  readonly installHint: string;
  readonly provideClusterInfo: boolean;
  /** As written; '' where it is left out and the version asks for it. */
  readonly interactiveMode: string;
}

export interface AuthProviderEntry {
  readonly name: string;
  readonly config: ReadonlyMap<string, string>;
}

export interface UserEntry extends Entry {
  readonly certData: Uint8Array | null;
  readonly certFile: string;
  readonly keyData: Uint8Array | null;
  readonly keyFile: string;
  readonly token: string;
  readonly tokenFile: string;
  readonly username: string;
  readonly password: string;
  readonly as: string;
  readonly asUid: string;
  readonly asGroups: readonly string[];
  readonly asUserExtra: ReadonlyMap<string, readonly string[]>;
  readonly authProvider: AuthProviderEntry | null;
  readonly exec: ExecEntry | null;
}

export interface ContextDefinition extends Entry {
  readonly cluster: string;
  readonly user: string;
  readonly namespace: string;
}

/** One file's (or one merged list's) content. Maps keep the order of the files. */
export interface Kubeconfig {
  readonly clusters: ReadonlyMap<string, ClusterEntry>;
  readonly users: ReadonlyMap<string, UserEntry>;
  readonly contexts: ReadonlyMap<string, ContextDefinition>;
  readonly currentContext: string;
  /** What is wrong with the file beside single contexts: a duplicate, an entry without a name, a later document. */
  readonly problems: readonly string[];
}

export const emptyKubeconfig: Kubeconfig = {
  clusters: new Map(),
  users: new Map(),
  contexts: new Map(),
  currentContext: '',
  problems: [],
};
