import { expect, test } from 'vitest';
import { resourceName } from '#contract/kube';
import { parseManifests } from './parse-manifests.ts';

type Told = Readonly<Partial<Record<'objects' | 'problems' | 'failed' | 'skipped', readonly string[]>>>;

/** Objects as `resource namespace/name file:line`, problems as `code what`, coverage as `file state reason`. */
const check = (files: Readonly<Record<string, string>>, expected: Told): void => {
  const parsed = parseManifests(
    Object.entries(files).map(([path, text]) => ({ path, text })),
    { namespace: 'default' },
  );
  const told = {
    objects: parsed.objects.map(({ raw, type, file, lineOf }) => {
      const { namespace, name } = raw['metadata'] as { readonly namespace?: string; readonly name: string };
      return `${resourceName(type.group, type.resource)} ${namespace ?? '-'}/${name} ${file}:${lineOf('')}`;
    }),
    problems: parsed.problems.map(({ code, what }) => `${code} ${what}`),
    failed: parsed.coverage.map(({ file, state, reason }) => `${file} ${state} ${reason}`),
    skipped: parsed.skipped.map(({ file, why }) => `${file}: ${why}`),
  };
  expect(told).toEqual({ objects: [], problems: [], failed: [], skipped: [], ...expected });
};

const pod = 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\n';
const namespace = 'apiVersion: v1\nkind: Namespace\nmetadata:\n  name: shop\n';

test.each<[string, Readonly<Record<string, string>>, Told]>([
  [
    'a namespace is filled in, and only where there can be one',
    { 'a.yaml': `${pod}---\n${namespace}` },
    { objects: ['pods default/web a.yaml:1', 'namespaces -/shop a.yaml:6'] },
  ],
  [
    'lists are flattened, each item with its own line',
    {
      'l.yaml':
        'apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: Pod\n  metadata: {name: a, namespace: x}\n- apiVersion: v1\n  kind: Pod\n  metadata: {name: b}\n',
    },
    { objects: ['pods x/a l.yaml:4', 'pods default/b l.yaml:7'] },
  ],
  [
    'items of a typed list need no kind',
    { 'l.json': '{"apiVersion":"v1","kind":"PodList","items":[\n{"metadata":{"name":"a"}}]}' },
    { objects: ['pods default/a l.json:2'] },
  ],
  [
    'a broken file among good ones is told with its line',
    { 'good.yaml': pod, 'bad.yaml': 'apiVersion: v1\nkind: [Pod\n' },
    {
      objects: ['pods default/web good.yaml:1'],
      problems: ['yaml-invalid bad.yaml, line 3: this part could not be read.'],
      failed: ['bad.yaml failed line 3: Flow sequence in block collection must be sufficiently indented and end with a ]'],
    },
  ],
  [
    'broken JSON too',
    { 'bad.json': '{"a": 1,\n "b": }\n}' },
    {
      problems: ['json-invalid bad.json, line 3: this part could not be read.'],
      failed: ['bad.json failed line 3: Unexpected flow-map-end token in YAML stream'],
    },
  ],
  [
    'an object without a name',
    { 'a.yaml': `${namespace}---\napiVersion: v1\nkind: Pod\nmetadata: {}\n` },
    {
      objects: ['namespaces -/shop a.yaml:1'],
      problems: ['not-kubernetes a.yaml, line 6: this part could not be read.'],
      failed: ['a.yaml failed line 6: This Pod has no metadata.name.'],
    },
  ],
  [
    'an object without apiVersion',
    { 'a.yaml': 'kind: Pod\nmetadata: {name: x}\n' },
    {
      problems: ['not-kubernetes a.yaml, line 1: this part could not be read.'],
      failed: ['a.yaml failed line 1: It has a kind but no apiVersion.'],
    },
  ],
  [
    'a name that is a number',
    { 'a.yaml': 'apiVersion: v1\nkind: Pod\nmetadata: {name: 12}\n' },
    {
      problems: ['not-kubernetes a.yaml, line 1: this part could not be read.'],
      failed: ['a.yaml failed line 1: metadata.name of this Pod is a number, not text: quote it.'],
    },
  ],
  [
    'a name that the server makes',
    { 'a.yaml': 'apiVersion: batch/v1\nkind: Job\nmetadata: {generateName: run-}\n' },
    { objects: ['jobs.batch default/run- a.yaml:1'] },
  ],
  [
    'files that stand beside manifests are passed over',
    {
      'values.yaml': 'image: x',
      'Chart.yaml': 'apiVersion: v2\nname: c',
      'kustomization.yaml': 'resources: [a.yaml]',
      'k.yaml': 'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization',
      'docker-compose.yml': 'services: {}',
      '.github/workflows/ci.yml': 'on: push\njobs: {}',
      'kubeconfig.yaml': 'apiVersion: v1\nkind: Config\nclusters: []',
      'list.yaml': '- a',
      'empty.yaml': '# nothing\n',
    },
    {
      problems: ['not-kubernetes values.yaml holds no Kubernetes object.'],
      skipped: [
        'values.yaml: Helm values',
        'Chart.yaml: part of a Helm chart',
        'kustomization.yaml: a kustomization, built by kustomize',
        'k.yaml: a kustomization, built by kustomize',
        'docker-compose.yml: a Compose file',
        '.github/workflows/ci.yml: a GitHub workflow or setting',
        'kubeconfig.yaml: a kubeconfig, not read as a manifest',
        'list.yaml: a list, no Kubernetes object',
      ],
    },
  ],
  [
    'a raw template',
    { 't.yaml': 'kind: Pod\nmetadata:\n  name: {{ .Release.Name }}\n', 'u.yaml': '{{- if .Values.x }}\nkind: Pod\n{{- end }}\n' },
    {
      problems: ['template-raw t.yaml holds no Kubernetes object.'],
      skipped: ['t', 'u'].map(
        name => `${name}.yaml: a raw Helm template: render it first (helm template … | plumbline scan --manifests -)`,
      ),
    },
  ],
  [
    'braces inside quotes and blocks are text',
    { 'a.yaml': `${pod}  annotations:\n    a: '{{ $x }}'\n    b: |\n      {{ range }}\n` },
    { objects: ['pods default/web a.yaml:1'] },
  ],
  [
    'the same object twice, the same',
    { 'a.yaml': pod, 'b.yaml': pod },
    {
      objects: ['pods default/web a.yaml:1'],
      skipped: ['b.yaml: Pod default/web stands in a.yaml, line 1 already, with the same content'],
    },
  ],
  [
    'the same object twice, another content',
    { 'a.yaml': pod, 'b.yaml': `${pod}  labels: {a: b}\n` },
    {
      objects: ['pods default/web a.yaml:1', 'pods default/web b.yaml:1'],
      problems: ['object-twice b.yaml, line 1: Pod default/web is there twice.'],
    },
  ],
  [
    'a CRD tells the scope and plural of its kind',
    {
      'a.yaml': 'apiVersion: x.io/v1\nkind: Fish\nmetadata: {name: f}\n',
      'b.yaml':
        'apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {name: fish.x.io}\nspec: {group: x.io, scope: Cluster, names: {kind: Fish, plural: fish}}\n',
    },
    { objects: ['fish.x.io -/f a.yaml:1', 'customresourcedefinitions.apiextensions.k8s.io -/fish.x.io b.yaml:1'] },
  ],
  [
    'a key twice',
    { 'a.yaml': `${pod}  name: again\n` },
    { objects: ['pods default/again a.yaml:1'], problems: ['yaml-invalid a.yaml, line 5: a key stands twice in one map.'] },
  ],
  [
    'Windows line ends and a byte order mark',
    { 'a.yaml': `\uFEFF${(namespace + '---\n' + pod).replaceAll('\n', '\r\n')}` },
    { objects: ['namespaces -/shop a.yaml:1', 'pods default/web a.yaml:6'] },
  ],
])('%s', (_name, files, expected) => check(files, expected));

test.each<[string, Readonly<Record<string, string>>, string]>([
  ['nothing at all', {}, 'not-kubernetes: There is no .yaml, .yml or .json file in what was named. They are empty.'],
  [
    'a Compose file',
    { 'compose.yaml': 'services: {}' },
    'not-kubernetes: compose.yaml holds no Kubernetes object. It is a Compose file.',
  ],
  [
    'only a broken file',
    { 'a.yaml': 'a: [' },
    'yaml-invalid: a.yaml, line 1: this part could not be read. Flow sequence in block collection must be sufficiently indented and end with a ]',
  ],
  [
    'only templates',
    { 'a.yaml': 'a: {{ .Values.x }}' },
    'template-raw: a.yaml holds no Kubernetes object. It is a raw Helm template: render it first (helm template … | plumbline scan --manifests -).',
  ],
])('nothing to scan: %s', (_name, files, expected) => {
  const list = Object.entries(files).map(([path, text]) => ({ path, text }));
  const [found] = parseManifests(list, { namespace: 'default' }).problems;
  expect(found && `${found.code}: ${found.what} ${found.why}`).toBe(expected);
});
