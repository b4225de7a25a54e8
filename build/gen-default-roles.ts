import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { generate } from './generated-file.ts';

/**
 * Writes shared/core/rbac/default-roles/data.generated.ts from Kubernetes' own lists of its default roles (the golden files that
 * its unit tests compare the policy with), one release a minor version. Not part of `npm run gen`: it wants the sources, which
 * `go mod download k8s.io/kubernetes@VERSION` brings; a cluster test compares the newest with what a fresh server holds.
 */
const releases: readonly string[] = [
  'v1.27.16',
  'v1.28.15',
  'v1.29.15',
  'v1.30.14',
  'v1.31.14',
  'v1.32.13',
  'v1.33.13',
  'v1.34.4',
  'v1.35.4',
  'v1.36.3',
  'v1.37.2',
];

const Texts = z.array(z.string()).optional();
const Rule = z.object({ verbs: Texts, apiGroups: Texts, resources: Texts, resourceNames: Texts, nonResourceURLs: Texts });
const Item = z.object({
  kind: z.enum(['Role', 'ClusterRole', 'RoleBinding', 'ClusterRoleBinding']),
  metadata: z.object({ name: z.string(), namespace: z.string().optional(), labels: z.record(z.string(), z.string()).optional() }),
  rules: z.array(Rule).nullish(),
  aggregationRule: z
    .object({ clusterRoleSelectors: z.array(z.object({ matchLabels: z.record(z.string(), z.string()) })) })
    .optional(),
  roleRef: z.object({ kind: z.string(), name: z.string() }).optional(),
  subjects: z.array(z.object({ kind: z.string(), name: z.string(), namespace: z.string().optional() })).nullish(),
});
type Item = z.infer<typeof Item>;

const moduleFolder = (release: string): string => {
  const found = spawnSync('go', ['mod', 'download', '-json', `k8s.io/kubernetes@${release}`], { encoding: 'utf8' });
  return z.object({ Dir: z.string() }).parse(JSON.parse(found.stdout)).Dir;
};

const readItems = (file: string): readonly Item[] =>
  existsSync(file) ? z.object({ items: z.array(Item) }).parse(parse(readFileSync(file, 'utf8'))).items : [];

const quoted = (token: string): string => (token === '' ? '""' : token);
const ruleLine = (rule: z.infer<typeof Rule>): string =>
  [rule.verbs, rule.apiGroups, rule.resources, rule.resourceNames, rule.nonResourceURLs]
    .map(list => (list ?? []).map(quoted).join(' '))
    .join('|')
    .replace(/\|+$/, '');

const aggregateLabel = /^rbac\.authorization\.k8s\.io\/aggregate-to-(.+)$/;
const subjectLine = ({ kind, name, namespace }: { kind: string; name: string; namespace?: string | undefined }): string =>
  kind === 'ServiceAccount' ? `${kind} ${namespace ?? ''}/${name}` : `${kind} ${name}`;

/** The fields of one entry after its name; equal texts in following releases become one entry. */
const contentOf = (item: Item, gated: readonly string[]): string => {
  if (item.roleRef !== undefined) {
    return JSON.stringify({
      role: `${item.roleRef.kind} ${item.roleRef.name}`,
      subjects: (item.subjects ?? []).map(subjectLine).toSorted(),
    });
  }
  const rules = (item.rules ?? []).map(ruleLine);
  const aggregates = (item.aggregationRule?.clusterRoleSelectors ?? []).flatMap(({ matchLabels }) =>
    Object.keys(matchLabels).flatMap(key => aggregateLabel.exec(key)?.[1] ?? []),
  );
  const into = Object.keys(item.metadata.labels ?? {}).flatMap(key => aggregateLabel.exec(key)?.[1] ?? []);
  return JSON.stringify({
    rules,
    ...(gated.length > 0 ? { gated } : {}),
    ...(aggregates.length > 0 ? { aggregates } : {}),
    ...(into.length > 0 ? { into } : {}),
  });
};

const idOf = ({ kind, metadata }: Item): string => `${kind} ${metadata.namespace ?? '-'} ${metadata.name}`;

const entriesOf = (release: string): ReadonlyMap<string, string> => {
  const folder = join(moduleFolder(release), 'plugin/pkg/auth/authorizer/rbac/bootstrappolicy/testdata');
  const files = ['cluster-roles', 'controller-roles', 'namespace-roles'];
  const bindings = ['cluster-role-bindings', 'controller-role-bindings', 'namespace-role-bindings'];
  const plain = [...files, ...bindings].flatMap(name => readItems(join(folder, `${name}.yaml`)));
  const withGates = files.flatMap(name => readItems(join(folder, `${name}-featuregates.yaml`)));
  const known = new Set(plain.map(idOf));
  const all = [...plain, ...withGates.filter(item => !known.has(idOf(item))).map(item => ({ ...item, rules: [] }))];
  return new Map(
    all.map(item => {
      const usual = new Set((known.has(idOf(item)) ? (item.rules ?? []) : []).map(ruleLine));
      const gated = withGates.filter(other => idOf(other) === idOf(item)).flatMap(other => (other.rules ?? []).map(ruleLine));
      return [
        idOf(item),
        contentOf(
          item,
          [...new Set(gated)].filter(line => !usual.has(line)),
        ),
      ];
    }),
  );
};

const minorOf = (release: string): number => Number(release.split('.')[1]);

const lines = (): readonly string[] => {
  const versions = releases.map(release => ({ minor: minorOf(release), entries: entriesOf(release) }));
  const ids = [...new Set(versions.flatMap(({ entries }) => [...entries.keys()]))].toSorted();
  return ids.flatMap(id => {
    const spans: { since: number; until: number; content: string }[] = [];
    for (const { minor, entries } of versions) {
      const content = entries.get(id);
      if (content === undefined) continue;
      const last = spans.at(-1);
      if (last?.content === content && last.until === minor - 1) last.until = minor;
      else spans.push({ since: minor, until: minor, content });
    }
    const [kind = '', namespace = '', ...name] = id.split(' ');
    return spans.map(({ since, until, content }) =>
      JSON.stringify({
        kind,
        namespace: namespace === '-' ? null : namespace,
        name: name.join(' '),
        since,
        until,
        ...z.record(z.string(), z.unknown()).parse(JSON.parse(content)),
      }),
    );
  });
};

generate(
  'shared/core/rbac/default-roles/data.generated.ts',
  [
    `/* Generated by build/gen-default-roles.ts from the default policies of Kubernetes ${releases.join(', ')}. */`,
    "import type { DefaultEntry } from './entry.ts';",
    '',
    `export const oldestDefaults = ${minorOf(releases[0] ?? '')};`,
    `export const newestDefaults = ${minorOf(releases.at(-1) ?? '')};`,
    '',
    'export const defaultEntries: readonly DefaultEntry[] = [',
    ...lines().map(line => `  ${line},`),
    '];',
    '',
  ].join('\n'),
  [],
);
