/** Who may import whom, and which packages a layer may use (ARCHITECTURE.md). The first layer whose folder fits is the file's. */
export interface Layer {
  readonly name: string;
  readonly folder: string;
  readonly layers: readonly string[];
  /** Exact package names or `name/*`; `node:` for Node's built-ins. */
  readonly packages: readonly string[];
  /** Built-ins that even a Node layer may not use. */
  readonly refused?: readonly string[];
}

export const layers: readonly Layer[] = [
  { name: 'contract', folder: 'shared/contract', layers: [], packages: ['zod'] },
  { name: 'kube', folder: 'shared/kube', layers: ['contract'], packages: ['@noble/hashes/*'] },
  {
    name: 'core',
    folder: 'shared/core',
    layers: ['contract', 'kube'],
    packages: ['yaml', '@noble/hashes/*', 'diff', 'csv-stringify/*', 'get-east-asian-width', 'zod'],
  },
  { name: 'rules', folder: 'rules', layers: ['contract', 'kube'], packages: [] },
  {
    name: 'static',
    folder: 'electron/static',
    layers: [],
    packages: ['node:'],
    refused: ['node:sqlite', 'node:http', 'node:https', 'node:net'],
  },
  {
    name: 'platform',
    folder: 'electron/platform',
    layers: [],
    packages: ['node:'],
    refused: ['node:sqlite', 'node:http', 'node:https', 'node:net'],
  },
  {
    name: 'main',
    folder: 'electron/main',
    layers: ['contract', 'static', 'platform'],
    packages: ['electron', 'node:', 'zod'],
    refused: ['node:sqlite', 'node:http', 'node:https', 'node:net'],
  },
  { name: 'preload', folder: 'electron/preload', layers: [], packages: ['electron'] },
  {
    name: 'node',
    folder: 'electron',
    layers: ['contract', 'kube', 'core', 'rules', 'static', 'platform', 'node'],
    packages: [
      'node:',
      '@kubernetes/client-node',
      'undici',
      'yaml',
      'tar-stream',
      'commander',
      'cli-progress',
      'zod',
      '@noble/hashes/*',
      'diff',
    ],
  },
  {
    name: 'renderer',
    folder: 'renderer',
    layers: ['contract', 'renderer'],
    packages: [
      'react',
      'react/*',
      'react-dom',
      'react-dom/*',
      'diff',
      'zustand',
      'zustand/*',
      'zod',
      'wouter',
      'wouter/*',
      'cytoscape',
      '@tanstack/*',
      '@base-ui/react',
      '@base-ui/react/*',
      '@codemirror/*',
      '@dagrejs/dagre',
      'd3-force',
      '@lezer/highlight',
      '@fontsource-variable/*',
    ],
  },
];
