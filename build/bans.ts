import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSync } from 'oxc-parser';
import { type Breach, sourcesUnder } from './check-layers.ts';

/** A name that only some files may use, since a rule of the desktop's hardening stands on it (desktop.md, section 3). */
export interface Ban {
  readonly id: string;
  /** Looked for as an identifier or a property, never in a comment or a text. */
  readonly names: readonly string[];
  /** Folders that are looked through. */
  readonly under: readonly string[];
  /** Files that may all the same. */
  readonly except: readonly string[];
  readonly why: string;
  /** Only where it is made (`new X()`), called (`X()`, `a.X()`), or called by its own name (`X()`). */
  readonly only?: 'new' | 'call' | 'bare';
}

export const bans: readonly Ban[] = [
  {
    id: 'S2',
    names: ['BrowserWindow', 'BrowserView', 'WebContentsView', 'BaseWindow'],
    only: 'new',
    under: ['electron'],
    except: ['electron/main/window.ts'],
    why: 'every window comes from the one factory',
  },
  {
    id: 'S6',
    names: ['openExternal'],
    under: ['electron'],
    except: ['electron/main/guard.ts'],
    why: 'only a known reference opens outside',
  },
  {
    id: 'S9',
    names: ['eval', 'Function', 'executeJavaScript', 'insertCSS'],
    only: 'call',
    under: ['electron', 'renderer'],
    except: [],
    why: 'no text becomes code',
  },
  {
    id: 'I1',
    names: ['ipcMain'],
    under: ['electron'],
    except: ['electron/main/ipc-carrier.ts'],
    why: 'one registrar checks every sender',
  },
  {
    id: 'I5',
    names: ['ipcRenderer', 'contextBridge'],
    under: ['electron', 'renderer'],
    except: ['electron/preload/preload.ts'],
    why: 'the page is given functions, never the channel',
  },
  {
    id: 'D4',
    names: ['exec', 'execSync'],
    only: 'bare',
    under: ['electron/main', 'electron/node/auth', 'electron/core-process'],
    except: [],
    why: 'programs are started without a shell',
  },
  {
    id: 'D5',
    names: [
      'dangerouslySetInnerHTML',
      'innerHTML',
      'outerHTML',
      'insertAdjacentHTML',
      'srcdoc',
      'srcDoc',
      'createContextualFragment',
    ],
    under: ['renderer'],
    except: [],
    why: 'what a cluster says is text alone',
  },
];

interface Node {
  readonly type: string;
  readonly [field: string]: unknown;
}

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as Node).type === 'string';

/** Every node of a file with its parent. */
const walk = (node: unknown, parent: Node | undefined, visit: (node: Node, parent: Node | undefined) => void): void => {
  if (Array.isArray(node)) {
    for (const item of node) walk(item, parent, visit);
    return;
  }
  if (!isNode(node)) return;
  visit(node, parent);
  for (const value of Object.values(node)) if (typeof value === 'object') walk(value, node, visit);
};

/** `new X`, `X()`, `a.X()`. */
const isUse = (node: Node, parent: Node | undefined, only: Ban['only'], grand: Node | undefined): boolean => {
  if (only === undefined) return parent?.type !== 'ImportSpecifier' || parent['imported'] === node;
  const target = only !== 'bare' && parent?.type === 'MemberExpression' && parent['property'] === node ? parent : node;
  const user = target === node ? parent : grand;
  if (user === undefined || user['callee'] !== target) return false;
  return only === 'new'
    ? user.type === 'NewExpression'
    : user.type === 'CallExpression' || (user.type === 'NewExpression' && target === node);
};

const usesIn = (file: string, text: string, { names, only }: Ban): string[] => {
  const found: string[] = [];
  const parents = new Map<Node, Node | undefined>();
  walk(parseSync(file, text).program, undefined, (node, parent) => {
    parents.set(node, parent);
    const name = node.type === 'Identifier' || node.type === 'JSXIdentifier' ? node['name'] : undefined;
    if (typeof name !== 'string' || !names.includes(name)) return;
    if (isUse(node, parent, only, parent === undefined ? undefined : parents.get(parent))) found.push(name);
  });
  return found;
};

/** Every use of a banned name in a tree. */
export const checkBans = (root: string): Breach[] =>
  bans.flatMap(ban =>
    ban.under
      .flatMap(folder => sourcesUnder(root, folder))
      .filter(file => !ban.except.includes(file))
      .flatMap(file => {
        const text = readFileSync(join(root, file), 'utf8');
        // Parsing costs; a file without the letters cannot have the name.
        if (!ban.names.some(name => text.includes(name))) return [];
        return usesIn(file, text, ban).map(name => ({ file, what: `${name} is not used here: ${ban.why} (${ban.id})` }));
      }),
  );
