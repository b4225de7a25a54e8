import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { parseSync } from 'oxc-parser';
import { type Layer, layers } from './layers.ts';

export interface Breach {
  readonly file: string;
  readonly what: string;
}

const isSource = (name: string): boolean => /\.tsx?$/u.test(name) && !/\.test\.tsx?$/u.test(name) && !name.endsWith('.d.ts');

export const sourcesUnder = (root: string, folder: string): string[] => {
  const found: string[] = [];
  const walk = (path: string): void => {
    for (const name of readdirSync(path)) {
      const child = join(path, name);
      if (statSync(child).isDirectory()) walk(child);
      else if (isSource(name)) found.push(relative(root, child));
    }
  };
  walk(join(root, folder));
  return found.toSorted();
};

export interface Imported {
  readonly specifier: string;
  readonly dynamic: boolean;
}

/** Every module that a file names: static, re-exported, dynamic with a literal. */
export const importsOf = (file: string, text: string): Imported[] => {
  const { module } = parseSync(file, text);
  return [
    ...module.staticImports.map(item => ({ specifier: item.moduleRequest.value, dynamic: false })),
    ...module.staticExports.flatMap(item =>
      item.entries.flatMap(entry =>
        entry.moduleRequest === null ? [] : [{ specifier: entry.moduleRequest.value, dynamic: false }],
      ),
    ),
    ...module.dynamicImports.map(item => ({
      specifier: text.slice(item.moduleRequest.start, item.moduleRequest.end).replaceAll(/^['"`]|['"`]$/gu, ''),
      dynamic: true,
    })),
  ];
};

const layerOf = (file: string): Layer | undefined => layers.find(layer => file.startsWith(`${layer.folder}/`));

/** `#core/collect/page` → `shared/core/collect/page.ts`, by package.json `imports`. */
const resolveOwn = (file: string, specifier: string, imports: Readonly<Record<string, string>>): string | undefined => {
  if (specifier.startsWith('.')) return normalize(join(dirname(file), specifier));
  for (const [pattern, target] of Object.entries(imports)) {
    const prefix = pattern.slice(0, -1);
    if (specifier.startsWith(prefix)) return normalize(target.replace('*', specifier.slice(prefix.length)));
  }
  return undefined;
};

const allows = (allowed: readonly string[], specifier: string): boolean =>
  allowed.some(name =>
    name.endsWith('/*')
      ? specifier.startsWith(name.slice(0, -1))
      : name === 'node:'
        ? specifier.startsWith('node:')
        : specifier === name,
  );

const packageBreach = (layer: Layer, specifier: string): string | undefined => {
  if (layer.refused?.includes(specifier) === true) return `${layer.name} must not use ${specifier}`;
  return allows(layer.packages, specifier) ? undefined : `${layer.name} must not use the package ${specifier}`;
};

const featureOf = (file: string): string | undefined => /^renderer\/features\/([^/]+)\//u.exec(file)?.[1];

const ownBreach = (layer: Layer, file: string, target: string): string | undefined => {
  const to = layerOf(target);
  if (to === undefined) return `${target} belongs to no layer`;
  if (to.name !== layer.name && !layer.layers.includes(to.name)) return `${layer.name} must not import ${to.name} (${target})`;
  const [from, into] = [featureOf(file), featureOf(target)];
  if (from !== undefined && into !== undefined && from !== into) return `feature ${from} must not import feature ${into}`;
  if (file.startsWith('renderer/ui/') && target.startsWith('renderer/features/'))
    return `renderer/ui must not know a feature (${target})`;
  if (file.startsWith('renderer/ui/') && to.name === 'contract') return `renderer/ui must not know the contract (${target})`;
  return undefined;
};

const vagueName = /(?:^|\/)(?:utils?|helpers?|common|misc)\.tsx?$/u;

const breachesOf = (file: string, text: string, imports: Readonly<Record<string, string>>): string[] => {
  const layer = layerOf(file);
  if (layer === undefined) return [`${file} belongs to no layer`];
  const found = vagueName.test(file) ? ['the file’s name does not name its topic'] : [];
  for (const { specifier } of importsOf(file, text)) {
    if (specifier.startsWith('../../')) found.push(`${specifier}: use the package.json imports instead of ../../`);
    const target = resolveOwn(file, specifier, imports);
    const breach = target === undefined ? packageBreach(layer, specifier) : ownBreach(layer, file, target);
    if (breach !== undefined) found.push(breach);
  }
  return found;
};

/** A cycle as the list of files around it, or undefined. */
const cycleIn = (graph: ReadonlyMap<string, readonly string[]>): readonly string[] | undefined => {
  const done = new Set<string>();
  const path: string[] = [];
  const visit = (file: string): readonly string[] | undefined => {
    const at = path.indexOf(file);
    if (at >= 0) return [...path.slice(at), file];
    if (done.has(file)) return undefined;
    path.push(file);
    for (const next of graph.get(file) ?? []) {
      const cycle = visit(next);
      if (cycle !== undefined) return cycle;
    }
    path.pop();
    done.add(file);
    return undefined;
  };
  for (const file of graph.keys()) {
    const cycle = visit(file);
    if (cycle !== undefined) return cycle;
  }
  return undefined;
};

/** Every breach of the layers in a tree: forbidden imports, cycles, vague names. */
export const checkLayers = (root: string): Breach[] => {
  const { imports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { imports: Record<string, string> };
  const files = ['shared', 'rules', 'electron', 'renderer'].flatMap(folder => sourcesUnder(root, folder));
  const graph = new Map<string, readonly string[]>();
  const breaches: Breach[] = [];
  for (const file of files) {
    const text = readFileSync(join(root, file), 'utf8');
    for (const what of breachesOf(file, text, imports)) breaches.push({ file, what });
    graph.set(
      file,
      importsOf(file, text)
        .filter(item => !item.dynamic)
        .map(item => resolveOwn(file, item.specifier, imports))
        .filter(target => target !== undefined),
    );
  }
  const cycle = cycleIn(graph);
  if (cycle !== undefined) breaches.push({ file: cycle[0] ?? '', what: `import cycle: ${cycle.join(' → ')}` });
  return breaches;
};
