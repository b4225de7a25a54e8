import { z } from 'zod';

/**
 * Every way in which something can go wrong for a reason outside the program, in one table.
 * `exit` is the command line's exit code (interfaces.md): 2 wrong use or unreadable input, 3 the cluster could not be
 * reached or read, 130 interrupted, 70 a defect of ours. `todo` is the default next step; a site that knows better says so.
 */
export const problems = {
  usage: { exit: 2, todo: 'See --help for the flags of this command.' },
  'kubeconfig-missing': { exit: 2, todo: 'Name a file with --kubeconfig, set KUBECONFIG, or put one at ~/.kube/config.' },
  'kubeconfig-invalid': { exit: 2, todo: 'Correct the file at the place named, or name another file with --kubeconfig.' },
  'context-unknown': { exit: 2, todo: 'List the contexts with `plumbline contexts` and name one with --context.' },
  'context-broken': { exit: 2, todo: 'Correct the context’s entry in the kubeconfig, or choose another context.' },
  'exec-untrusted': { exit: 2, todo: 'Look at the command in the kubeconfig; trust it with --trust-exec, or in the page.' },
  'exec-failed': { exit: 3, todo: 'Run the plugin’s command in a terminal to see what it needs (a login, a PATH entry).' },
  'credentials-unreadable': { exit: 2, todo: 'Check that the file named in the kubeconfig exists and can be read.' },
  'credentials-expired': { exit: 3, todo: 'Log in anew with the tool that made this kubeconfig, then try again.' },
  unauthorized: { exit: 3, todo: 'The server does not accept these credentials: log in anew, then try again.' },
  forbidden: { exit: 3, todo: 'Ask for the role that `--print-role` prints, or capture only the namespaces that you may read.' },
  dns: { exit: 3, todo: 'Check the server’s host name in the kubeconfig, the VPN, and the DNS of this machine.' },
  unreachable: {
    exit: 3,
    todo: 'Check the server address, the VPN and the firewall; `plumbline doctor` shows which step fails.',
  },
  proxy: {
    exit: 3,
    todo: 'Correct the proxy where it is named: proxy-url of the kubeconfig, --proxy-url, Settings under Network, or the proxy variables of the environment.',
  },
  'tls-untrusted': {
    exit: 3,
    todo: 'Add the authority’s certificates in Settings under Network (--certificate-authority on the command line), or put the cluster’s CA into the kubeconfig.',
  },
  tls: { exit: 3, todo: 'Check the certificate files of the kubeconfig and the server’s certificate; see `plumbline doctor`.' },
  timeout: { exit: 3, todo: 'Try again, or allow more time with --request-timeout.' },
  'connection-reset': { exit: 3, todo: 'Try again; if it stays so, look at proxies between here and the server.' },
  'server-error': { exit: 3, todo: 'Try again later; the API server’s own log tells why.' },
  throttled: { exit: 3, todo: 'The server asks to slow down; try again later.' },
  'not-found': { exit: 3, todo: 'Check the name; the object may have been deleted since.' },
  'response-invalid': {
    exit: 3,
    todo: 'Something between here and the API server changes its answers: check proxies and the server address.',
  },
  'request-refused': { exit: 3, todo: 'The server did not accept this request; its own words are in the detail.' },
  'method-not-allowed': {
    exit: 2,
    todo: 'Plumbline sends only reads, reviews of its own rights, and dry-run patches on a click.',
  },
  'read-only': { exit: 2, todo: 'Read-only mode is on for this cluster: switch it off in Settings to allow dry-runs.' },
  'nothing-read': {
    exit: 3,
    todo: 'Ask for the role that `--print-role` prints, or name namespaces that you may read with --namespace.',
  },
  'coverage-below': { exit: 3, todo: 'See the coverage entries for the permissions that are missing.' },
  'file-missing': { exit: 2, todo: 'Check the path.' },
  'file-unreadable': { exit: 2, todo: 'Check the file’s permissions.' },
  'file-exists': { exit: 2, todo: 'Choose another name.' },
  'yaml-invalid': { exit: 2, todo: 'Correct the YAML at the line named.' },
  'json-invalid': { exit: 2, todo: 'Correct the JSON at the place named.' },
  'not-kubernetes': { exit: 2, todo: 'Name files that hold Kubernetes objects (apiVersion, kind, metadata.name).' },
  'object-twice': { exit: 2, todo: 'Scan overlays and environments one at a time, or rename one of the two.' },
  'template-raw': { exit: 2, todo: 'Render it first and pipe the result in: helm template … | plumbline scan --manifests -' },
  'renderer-missing': {
    exit: 2,
    todo: 'Install the renderer, or render it elsewhere and pipe the result in with --manifests -.',
  },
  'renderer-failed': { exit: 2, todo: 'Run the renderer’s command yourself to see what it needs.' },
  'too-large': { exit: 2, todo: 'Name a smaller input; the limit is in the message.' },
  'bundle-invalid': { exit: 2, todo: 'The file is not a complete Plumbline bundle: fetch it anew, or export it again.' },
  'bundle-newer': { exit: 2, todo: 'Update Plumbline: this bundle was written by a newer version.' },
  'bundle-altered': { exit: 1, todo: 'Do not rely on this copy: compare with the original, and keep both.' },
  'snapshot-unknown': { exit: 2, todo: 'List the snapshots with `plumbline library list`.' },
  'finding-unknown': { exit: 2, todo: 'The finding is not in this snapshot; scan again for current ids.' },
  'object-unknown': { exit: 2, todo: 'Search for it in Objects: it may stand in another namespace or snapshot.' },
  'rule-unknown': { exit: 2, todo: 'List the rules with `plumbline rules list`.' },
  'config-invalid': { exit: 2, todo: 'Correct the field named; the JSON Schema of the file is published with the project.' },
  'settings-unreadable': { exit: 2, todo: 'Correct the settings file named.' },
  'ca-invalid': { exit: 2, todo: 'Choose a PEM file with the certificates of the authority (“BEGIN CERTIFICATE”).' },
  'filter-invalid': { exit: 2, todo: 'See --help for the filters.' },
  library: { exit: 2, todo: 'Check the data folder’s permissions and free space (PLUMBLINE_HOME).' },
  'not-patchable': { exit: 2, todo: 'Follow the fix of the finding by hand.' },
  'redacted-value': { exit: 2, todo: 'The change touches a value that was redacted: make it at the source, by the steps given.' },
  'input-invalid': { exit: 2, todo: 'This is a defect of the caller; the field is named.' },
  'unknown-call': { exit: 2, todo: 'Page and core are of different versions: reload the page or restart the app.' },
  'core-gone': { exit: 3, todo: 'The core was restarted; try again.' },
  'not-available': { exit: 2, todo: 'This host cannot do it; the message names what can.' },
  defect: { exit: 70, todo: 'Please report it, with the log of the data folder.' },
  cancelled: { exit: 130, todo: 'Start it again when you are ready.' },
} as const satisfies Record<string, { exit: 1 | 2 | 3 | 70 | 130; todo: string }>;

export type ProblemCode = keyof typeof problems;

const codes = Object.keys(problems) as [ProblemCode, ...ProblemCode[]];

/**
 * One thing that went wrong. `what` is a full sentence about this case and names the file, line, field, host or
 * resource. `why` is the cause as far as it is known. `todo` is the next step. `detail` is the raw message underneath,
 * already through the redactor. `at` narrows a file or field.
 */
export const Problem = z.strictObject({
  code: z.enum(codes),
  what: z.string(),
  why: z.string(),
  todo: z.string(),
  detail: z.string().optional(),
  at: z.strictObject({ file: z.string().optional(), line: z.number().int().optional(), field: z.string().optional() }).optional(),
});
export type Problem = z.infer<typeof Problem>;

export interface ProblemText {
  readonly what: string;
  readonly why: string;
  readonly todo?: string;
  readonly detail?: string | undefined;
  readonly at?: { readonly file?: string; readonly line?: number; readonly field?: string };
}

export const problem = (code: ProblemCode, text: ProblemText): Problem => ({
  code,
  what: text.what,
  why: text.why,
  todo: text.todo ?? problems[code].todo,
  ...(text.detail === undefined ? {} : { detail: text.detail }),
  ...(text.at === undefined ? {} : { at: text.at }),
});

export const exitCodeOf = (code: ProblemCode): number => problems[code].exit;
