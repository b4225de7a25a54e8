/** A test by its file and the beginning of its title. */
type TestRef = readonly [file: string, title: string];

/**
 * One of the 25 complaints about desktop cluster apps (desktop.md, section 5), with the tests that show that it does not
 * occur here. `later`: what of it belongs to a later part, said as such.
 */
export interface ComplaintLine {
  readonly what: string;
  readonly tests: readonly TestRef[];
  readonly later?: string;
}

const doctor = 'electron/node/doctor/doctor.test.ts';
const exec = 'electron/node/auth/exec.test.ts';
const loginShell = 'electron/node/login-shell.test.ts';
const sources = 'electron/node/kubeconfig/sources.test.ts';
const shell = 'test/electron/shell.test.ts';
const hardening = 'test/electron/hardening.test.ts';

export const complaintLines: readonly ComplaintLine[] = [
  {
    what: 'An exec plugin is not found when the app was started from dock or menu',
    tests: [
      [loginShell, 'with what the profile set, past what it printed'],
      [loginShell, 'adds the folders in which plugins usually lie'],
      [exec, 'is not found: PATH and the hint are told'],
      [doctor, 'a missing plugin, with its hint'],
      ['test/first-minutes/first-minutes.test.ts', 'the doctor names the profile, the login program and the proxy'],
    ],
  },
  {
    what: 'Exotic shells break the capture of the environment',
    tests: [
      [loginShell, 'zsh is asked interactively'],
      [loginShell, 'a shell that %s'],
      [loginShell, 'a profile that leaves something running does not hold us up'],
    ],
  },
  {
    what: 'A console window flashes on Windows at each token refresh',
    tests: [['test/hardening/data.test.ts', 'D4 every program of the core is started without a shell, and on Windows']],
  },
  {
    what: 'The first call after a refresh is a 401 and a login screen; the start opens several login tabs',
    tests: [
      [exec, 'a 401 makes the plugin run once more, and the request is sent once more'],
      ['test/e2e/flow.test.ts', 'starts without connecting anywhere'],
      ['test/hosts/page-host.test.ts', 'a plugin of a pasted file: two captures ask once'],
    ],
  },
  {
    what: 'Proxies, private authorities and TLS inspection fail, on loopback too',
    tests: [
      ['electron/node/transport/connect.test.ts', 'TLS faults behind a proxy are the server’s'],
      [doctor, 'a proxy of the environment that is not there'],
      ['test/electron/release-start.test.ts', 'no process of the app listens on a socket'],
      ['test/first-minutes/first-minutes.test.ts', 'the right proxy is set, and the doctor comes as far as the certificate'],
    ],
  },
  {
    what: 'After sleep or a VPN change the window shows old data as live, or needs a restart',
    tests: [
      ['electron/main/network-watch.test.ts', '%s'],
      ['test/hardening/shell.test.ts', 'after a resume every page is told, and the core drops its connections'],
      ['electron/node/transport/live-connections.test.ts', 'sockets that are dropped while a request waits'],
      ['test/carriers/capture-calls.test.ts', 'one that ends with %s tells that the login is stale'],
    ],
  },
  {
    what: 'Duplicate names overwrite each other; merging is no choice',
    tests: [
      [sources, 'added by hand: each stands alone, and the same name twice is shown with its file'],
      [sources, 'a name in two added files must say which'],
      [sources, 'the list merged as one source: missing skipped, the first wins'],
    ],
  },
  {
    what: 'Hundreds of clusters need search, folders, tags',
    tests: [
      ['renderer/features/clusters/clusters.test.tsx', 'three hundred are not all drawn'],
      ['renderer/features/clusters/clusters.test.tsx', 'typing searches, and the address holds the words'],
      ['renderer/features/clusters/inventory.test.ts', 'by environment, production first, unsaid last'],
    ],
  },
  {
    what: 'KUBECONFIG is not followed; a file or folder cannot be chosen or dropped',
    tests: [
      [sources, 'the list merged as one source: missing skipped, the first wins'],
      [sources, 'a folder: every kubeconfig in it, no backups, no strangers'],
      ['test/oracle/kubectl.test.ts', 'merges a list: the first wins, missing files are passed over'],
      ['renderer/features/clusters/clusters.test.tsx', 'pasted text is put up and added'],
      [shell, 'a kubeconfig or a folder of them is read where it lies'],
    ],
  },
  {
    what: 'Watched files silently do not show up',
    tests: [
      [sources, 'one broken file among good ones is told, with its line'],
      [sources, 'what may not be read'],
      ['electron/node/engine/run-contexts.test.ts', 'a file or folder that was chosen is read where it lies'],
    ],
  },
  {
    what: 'Users without cluster-wide rights get an empty app',
    tests: [
      ['shared/core/collect/collect.test.ts', 'denied cluster-wide: only where the own rules say yes, asked once a namespace'],
      ['test/collect/collect.test.ts', 'a developer who names no namespace gets nothing, and is told what to do'],
      ['test/personas/personas.test.ts', '%s (%s) in %j'],
    ],
  },
  {
    what: 'The probe of namespaces looks at the first ten only',
    tests: [
      ['shared/core/collect/collect.test.ts', 'denied cluster-wide: only where the own rules say yes, asked once a namespace'],
    ],
  },
  { what: 'Memory and CPU grow', tests: [], later: 'measured by test/bench of this part (its README), not by a test' },
  {
    what: 'Large lists are slow',
    tests: [['test/carriers/carriers.test.ts', 'I7 a reply is bounded: 500 rows, 1 MiB']],
    later: 'times are measured by test/bench of this part (its README)',
  },
  {
    what: 'There is no read-only mode by context',
    tests: [
      ['test/carriers/carriers.test.ts', 'refuses a dry-run in read-only mode, and only then'],
      ['shared/core/inventory/inventory.test.ts', 'is read-only by its own note before the setting'],
      ['electron/node/transport/allow-list.test.ts', 'D10 a dry-run is refused in read-only mode'],
      ['renderer/features/tray/TrayPage.test.tsx', 'are not offered in read-only mode, and it says why'],
    ],
  },
  {
    what: 'Login is forced, telemetry is sent, nothing works offline',
    tests: [
      [hardening, 'S12 in all of this no request left for any other place'],
      ['test/e2e/flow.test.ts', 'starts without connecting anywhere'],
    ],
  },
  {
    what: 'Antivirus takes the app for malware',
    tests: [
      ['test/electron/packages.test.ts', 'F3 the archive holds only what is expected'],
      ['test/electron/packages.test.ts', 'the bill of materials and the licences travel along'],
    ],
    later: 'signing of releases',
  },
  {
    what: 'It is not clear which cluster this is',
    tests: [
      ['renderer/features/clusters/clusters.test.tsx', 'notes are edited in a dialog, saved by one call, and taken back by Undo'],
    ],
  },
  {
    what: 'On Linux the start fails for want of a sandbox, or the sandbox is dropped',
    tests: [
      ['electron/platform/sandbox.test.ts', '%s'],
      ['test/electron/packages.test.ts', 'as root it explains, offers the loopback page and opens nothing'],
      ['test/electron/release-start.test.ts', 'every renderer is in the kernel’s sandbox'],
    ],
  },
  {
    what: 'Columns cannot be picked, ordered and remembered',
    tests: [['renderer/features/findings/list.test.tsx', 'are picked, put in order, and there again at the next opening']],
  },
  {
    what: 'There is no export to CSV or JSON, and no copy',
    tests: [
      ['shared/core/reports/csv.test.ts', 'D6 a spreadsheet runs no cell: %j'],
      ['renderer/features/findings/copy-as.test.ts', 'kubectl for %s'],
    ],
  },
  {
    what: 'There is no command bar, and not everything can be done by keyboard',
    tests: [['renderer/app/flow.test.tsx', 'slash goes to the filter, and letters typed there are text']],
  },
  {
    what: 'There is no “copy as kubectl”, and the request behind a view is not shown',
    tests: [
      ['renderer/features/findings/copy-as.test.ts', 'kubectl for %s'],
      ['test/personas/personas.test.ts', 'the printed role gives everything that is asked for'],
    ],
  },
  {
    what: 'Closing is not quitting; zoom and place of the window are lost',
    tests: [
      [shell, 'place, size and zoom of the window are there again at the next start'],
      ['electron/main/window-place.test.ts', '%s'],
    ],
  },
  { what: 'A graph of rights and owners: who can, paths, expand in place, export', tests: [], later: 'part 3 (RBAC graph)' },
];
