import { describe, expect, test } from 'vitest';
import * as fc from 'fast-check';
import { factKinds } from '#contract/fact';
import type { JsonObject, JsonValue } from '#contract/json';
import type { Fingerprints } from '#core/ports';
import { typeOfKind } from '#kube/builtin-resources';
import type { Processed } from './pipeline.ts';
import { createPipeline } from './pipeline.ts';

/** Stands in for HMAC: no digest of a value is its inverse, and equal values are equal. */
const fingerprints: Fingerprints = {
  keyId: 'test',
  of: value => {
    if (value.length < 8) return null;
    let digest = '';
    for (let seed = 1; digest.length < 32; seed += 1) {
      let hash = seed * 2_654_435_761;
      for (const character of value) hash = (Math.imul(hash ^ (character.codePointAt(0) ?? 0), 16_777_619) + seed) >>> 0;
      digest += hash.toString(16).padStart(8, '0');
    }
    return digest.slice(0, 32);
  },
};
const pipeline = createPipeline(fingerprints);

const run = (object: JsonObject): Processed => runText(JSON.stringify(object));

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

const runText = (text: string): Processed => {
  const raw = JSON.parse(text) as JsonObject;
  return pipeline.object(raw, typeOfKind(textOf(raw['apiVersion']), textOf(raw['kind'])));
};

const hexOf = (text: string): string =>
  [...new TextEncoder().encode(text)].map(byte => byte.toString(16).padStart(2, '0')).join('');

/** Forms in which a value could leave: raw, base64 at each alignment, hex, URL, JSON. */
const formsOf = (secret: string): readonly string[] => [
  secret,
  secret.replaceAll('-', ''),
  ...['', 'x', 'xx'].map(pad => btoa(pad + secret).slice(pad === '' ? 0 : 4, -4)),
  hexOf(secret),
  encodeURIComponent(secret),
  JSON.stringify(secret).slice(1, -1),
];

/** No form of any secret is in what is kept. */
const check = (object: JsonObject, secrets: readonly string[]): Processed => {
  const processed = run(object);
  const kept = JSON.stringify([processed.object, processed.facts, processed.redactions]);
  for (const secret of secrets)
    for (const form of formsOf(secret)) expect(kept.includes(form), `${form} of ${secret} in ${kept}`).toBe(false);
  return processed;
};

let planted = 0;
/** A secret of no recognisable form: only its place can tell. */
const canary = (): string => `C4n4ry-${String((planted += 1))}-Zx9Qw7Lm3Vb1`;

const pod = (container: JsonObject, more: JsonObject = {}): JsonObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'api', namespace: 'shop', ...(more['metadata'] as JsonObject | undefined) },
  spec: { containers: [{ name: 'api', image: 'nginx:1', ...container }] },
  ...(more['status'] === undefined ? {} : { status: more['status'] }),
});

const annotated = (annotations: JsonObject): JsonObject => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 's', namespace: 'shop', annotations },
});
const custom = (spec: JsonValue): JsonObject => ({
  apiVersion: 'example.com/v1',
  kind: 'Widget',
  metadata: { name: 'w', namespace: 'shop' },
  spec,
});
const configMap = (data: JsonObject, more: JsonObject = {}): JsonObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'c', namespace: 'shop' },
  data,
  ...more,
});

/** Every place of remediation-evidence.md 2.4, with a secret planted in it. */
const places: readonly (readonly [string, (secret: string) => JsonObject])[] = [
  [
    'Secret data',
    s => ({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 's' }, type: 'Opaque', data: { password: btoa(s) } }),
  ],
  ['Secret stringData', s => ({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 's' }, stringData: { password: s } })],
  ['Secret data that is no map', s => ({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 's' }, data: [s] })],
  [
    'Helm release',
    s => ({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'sh.helm.release.v1.x.v1' },
      type: 'helm.sh/release.v1',
      data: { release: btoa(btoa(s)) },
    }),
  ],
  [
    'bootstrap token',
    s => ({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'bootstrap-token-abcdef' },
      type: 'bootstrap.kubernetes.io/token',
      data: { 'token-secret': btoa(s) },
    }),
  ],
  [
    'image pull Secret',
    s => ({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'r' },
      type: 'kubernetes.io/dockerconfigjson',
      data: { '.dockerconfigjson': btoa(`{"auths":{"r":{"auth":"${btoa(`u:${s}`)}"}}}`) },
    }),
  ],
  ['last-applied', s => annotated({ 'kubectl.kubernetes.io/last-applied-configuration': `{"data":{"x":"${s}"}}` })],
  [
    'last-applied on a Secret',
    s => ({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 's', annotations: { 'kubectl.kubernetes.io/last-applied-configuration': `{"stringData":{"x":"${s}"}}` } },
    }),
  ],
  [
    'object in an annotation',
    s => annotated({ 'kapp.example.org/was': `{"apiVersion":"v1","kind":"ConfigMap","data":{"x":"${s}"}}` }),
  ],
  ['OpenShift token annotation', s => annotated({ 'openshift.io/token-secret.value': s })],
  ['annotation by name', s => annotated({ 'example.com/api-key': s })],
  ['annotation that says a name', s => annotated({ 'example.com/secret-name': s })],
  ['annotation text', s => annotated({ note: `use password=${s} here` })],
  [
    'managedFields',
    s => ({
      ...annotated({}),
      metadata: {
        name: 's',
        managedFields: [{ manager: 'kubectl', operation: 'Update', fieldsV1: { 'f:spec': { [`k:{"name":"${s}"}`]: {} } } }],
      },
    }),
  ],
  ['env', s => pod({ env: [{ name: 'A', value: s }] })],
  [
    'env of an init container',
    s => ({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'd' },
      spec: { template: { spec: { initContainers: [{ name: 'i', env: [{ name: 'A', value: s }] }] } } },
    }),
  ],
  [
    'env in a ControllerRevision',
    s => ({
      apiVersion: 'apps/v1',
      kind: 'ControllerRevision',
      metadata: { name: 'r' },
      data: { spec: { template: { spec: { containers: [{ env: [{ name: 'A', value: s }] }] } } } },
      revision: 1,
    }),
  ],
  [
    'env in a CronJob',
    s => ({
      apiVersion: 'batch/v1',
      kind: 'CronJob',
      metadata: { name: 'j' },
      spec: { jobTemplate: { spec: { template: { spec: { containers: [{ env: [{ name: 'A', value: s }] }] } } } } },
    }),
  ],
  ['command', s => pod({ command: ['sh', '-c', `curl -u user:${s} https://x`] })],
  ['args: flag with value', s => pod({ args: [`--db-password=${s}`] })],
  ['args: flag, then value', s => pod({ args: ['--token', s] })],
  ['args: short flag', s => pod({ command: ['mysql', `-p${s}`] })],
  ['args: positional', s => pod({ args: [s] })],
  ['args: base64 with padding', s => pod({ args: [`-p${btoa(`${s}1`)}`] })],
  [
    'args of the API server',
    s => pod({ command: ['kube-apiserver', `--oidc-client-secret=${s}`, `--etcd-servers=https://root:${s}@10.0.0.1:2379`] }),
  ],
  ['probe command', s => pod({ livenessProbe: { exec: { command: ['sh', '-c', s] } } })],
  ['lifecycle command', s => pod({ lifecycle: { preStop: { exec: { command: ['/bin/stop', s] } } } })],
  ['probe header', s => pod({ readinessProbe: { httpGet: { port: 80, httpHeaders: [{ name: 'X-Probe', value: s }] } } })],
  ['URL userinfo', s => custom({ repo: `https://bot:${s}@git.example.com/x.git` })],
  ['ConfigMap data', s => configMap({ a: s })],
  ['ConfigMap multi-line', s => configMap({ 'app.properties': `a=b\nx.y=${s}\n` })],
  ['ConfigMap key', s => configMap({ [s.replaceAll('-', '')]: 'x' })],
  ['label', s => ({ ...annotated({}), metadata: { name: 's', labels: { 'x/access-key': s.replaceAll('-', '') } } })],
  [
    'selector',
    s => ({
      ...annotated({}),
      spec: { selector: { matchExpressions: [{ key: 'x/access-key', values: [s.replaceAll('-', '')] }] } },
    }),
  ],
  ['ConfigMap binaryData', s => configMap({}, { binaryData: { b: btoa(s) } })],
  ['ConfigMap data that is no map', s => ({ ...configMap({}), data: s })],
  ['custom resource: named field', s => custom({ db: { password: s } })],
  ['custom resource: list of tokens', s => custom({ tokens: [s] })],
  ['custom resource: value below', s => custom({ adminPassword: { value: s } })],
  ['custom resource: name and value', s => custom({ parameters: [{ name: 'db.password', value: s }] })],
  ['custom resource: chart values', s => custom({ values: `db:\n  password: ${s}\n  user: x\n` })],
  ['custom resource: env', s => custom({ deep: [{ env: [{ name: 'A', value: s }] }] })],
  ['custom resource: number', s => custom({ pin: { password: Number(hexOf(s).replaceAll(/\D/g, '').slice(0, 12)) }, token: s })],
  [
    'webhook caBundle',
    s => ({
      apiVersion: 'admissionregistration.k8s.io/v1',
      kind: 'ValidatingWebhookConfiguration',
      metadata: { name: 'w' },
      webhooks: [{ name: 'w', clientConfig: { caBundle: btoa(s) } }],
    }),
  ],
  [
    'webhook URL',
    s => ({
      apiVersion: 'admissionregistration.k8s.io/v1',
      kind: 'MutatingWebhookConfiguration',
      metadata: { name: 'w' },
      webhooks: [{ name: 'w', clientConfig: { url: `https://u:${s}@hook.example.com/x?token=${s}` } }],
    }),
  ],
  [
    'CRD conversion caBundle',
    s => ({
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: { name: 'c' },
      spec: { conversion: { webhook: { clientConfig: { caBundle: btoa(s) } } } },
    }),
  ],
  [
    'Event message',
    s => ({
      apiVersion: 'v1',
      kind: 'Event',
      metadata: { name: 'e', namespace: 'shop' },
      involvedObject: { kind: 'Pod', name: 'api' },
      message: `Error: bad login with ${s} on api`,
    }),
  ],
  [
    'Event note',
    s => ({
      apiVersion: 'events.k8s.io/v1',
      kind: 'Event',
      metadata: { name: 'e' },
      regarding: { name: 'api' },
      note: `tried "${s}".`,
    }),
  ],
  [
    'Event annotation',
    s => ({ apiVersion: 'v1', kind: 'Event', metadata: { name: 'e', annotations: { token: s } }, message: 'x' }),
  ],
  [
    'log at the end of a container',
    s =>
      pod(
        {},
        { status: { containerStatuses: [{ name: 'api', lastState: { terminated: { exitCode: 1, message: `panic: ${s}` } } }] } },
      ),
  ],
  [
    'message of a waiting container',
    s =>
      pod({}, { status: { containerStatuses: [{ name: 'api', state: { waiting: { reason: 'X', message: `failed: ${s}` } } }] } }),
  ],
  [
    'kubelet header',
    s => ({
      apiVersion: 'plumbline/v1',
      kind: 'KubeletConfig',
      metadata: { name: 'n' },
      kubeletconfig: { staticPodURLHeader: { Authorization: [s] } },
    }),
  ],
];

describe('nothing that is planted stays', () => {
  test.each(places)('D1 no secret is left before anything is kept: %s', (_place, plant) => {
    const secret = canary();
    const { redactions } = check(plant(secret), [secret]);
    expect(redactions.length + (JSON.stringify(plant(secret)).includes('managedFields') ? 1 : 0)).toBeGreaterThan(0);
  });

  test('places are thirty at least', () => expect(places.length).toBeGreaterThanOrEqual(30));
});

const github = 'ghp_aB3dE6gH9jK2mN5pQ8rS1tU4vW7xY0zA1b2c';

test('a recognised credential goes wherever it stands, under one fingerprint, encoded or not', () => {
  const object = {
    apiVersion: 'example.com/v1',
    kind: 'Widget',
    metadata: { name: 'w', labels: { a: github }, annotations: { b: `see ${github}.`, [`x/${github}`]: 'y' } },
    spec: { selector: { matchLabels: { a: github } }, list: [[github], { [github]: 1 }], c: btoa(github), __proto__x: github },
    status: { message: `token ${github}` },
  };
  const { facts, object: kept } = check(object, [github]);
  const found = facts.filter(fact => fact.kind === 'credential');
  expect(new Set(found.map(fact => fact.class))).toEqual(new Set(['github-token']));
  expect(found.find(fact => fact.path === '/metadata/labels/a')?.fingerprint).toBe(fingerprints.of(github));
  expect((kept.metadata.labels ?? {})['a']).toBe(`«redacted ${String(fingerprints.of(github))}»`);
});

test('a key __proto__ is data', () => {
  const raw = JSON.parse(
    '{"apiVersion":"example.com/v1","kind":"W","metadata":{"name":"w"},"spec":{"__proto__":{"password":"hunter2hunter2","polluted":true},"constructor":{"token":"hunter2hunter2"}}}',
  ) as JsonObject;
  const { object } = pipeline.object(raw, typeOfKind('example.com/v1', 'W'));
  expect(JSON.stringify(object)).not.toContain('hunter2');
  expect(JSON.stringify(object)).toContain('"__proto__":{"password":"«redacted');
  expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
});

describe('keeps what rules need', () => {
  const flags = [
    'kube-apiserver',
    '--anonymous-auth=false',
    '--authorization-mode=Node,RBAC',
    '--tls-private-key-file=/etc/kubernetes/pki/apiserver.key',
    '--profiling',
    'false',
    '--enable-admission-plugins=NodeRestriction',
    '--service-account-issuer=https://kubernetes.default.svc',
  ];

  test('flags of the control plane', () => {
    const { object, redactions } = run(pod({ command: flags }));
    expect(object).toMatchObject({ spec: { containers: [{ command: flags }] } });
    expect(redactions).toEqual([]);
  });

  test('flags given as args, the component told by its image', () => {
    const args = ['--read-only-port=0', '--anonymous-auth', 'false'];
    expect(run(pod({ image: 'registry.k8s.io/kube-proxy:v1.37.2', args })).object).toMatchObject({
      spec: { containers: [{ args }] },
    });
    expect(run(pod({ args: ['--read-only-port=0'] })).object).toMatchObject({
      spec: { containers: [{ args: ['--read-only-port=«redacted»'] }] },
    });
  });

  test('executables, flag names, switches and references', () => {
    const { object } = run(
      pod({
        command: ['/usr/bin/server', '--verbose', '--tls=true', '--port=$(PORT)', '--name=shopping-cart', '-c', 'x'],
        env: [
          { name: 'A', value: '$(B)' },
          { name: 'C', value: '' },
          { name: 'D', valueFrom: { secretKeyRef: { name: 's', key: 'password' } } },
        ],
      }),
    );
    const name = String(fingerprints.of('shopping-cart'));
    expect(object).toMatchObject({
      spec: {
        containers: [
          {
            command: [
              '/usr/bin/server',
              '--verbose',
              '--tls=true',
              '--port=$(PORT)',
              `--name=«redacted ${name}»`,
              '-c',
              '«redacted»',
            ],
            env: [{ value: '$(B)' }, { value: '' }, { valueFrom: { secretKeyRef: { name: 's', key: 'password' } } }],
          },
        ],
      },
    });
  });

  test.each([
    ['automount', pod({}, {}), []],
    [
      'RBAC',
      {
        apiVersion: 'rbac.authorization.k8s.io/v1',
        kind: 'Role',
        metadata: { name: 'r' },
        rules: [{ apiGroups: [''], resources: ['secrets', 'serviceaccounts/token'], verbs: ['get'] }],
      },
      [],
    ],
    [
      'schema',
      {
        apiVersion: 'apiextensions.k8s.io/v1',
        kind: 'CustomResourceDefinition',
        metadata: { name: 'c' },
        spec: {
          versions: [
            {
              schema: {
                properties: {
                  password: { type: 'string', description: 'password: the one to use' },
                  env: [{ name: 'a', value: 'b' }],
                  annotations: { additionalProperties: { type: 'string' }, type: 'object' },
                },
              },
            },
          ],
        },
      },
      [],
    ],
    [
      'policy',
      {
        apiVersion: 'admissionregistration.k8s.io/v1',
        kind: 'ValidatingAdmissionPolicy',
        metadata: { name: 'p' },
        spec: { validations: [{ expression: 'object.spec.token == "somethinglong"' }] },
      },
      [],
    ],
    [
      'selector',
      {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name: 's', labels: { token: 'something-long' } },
        spec: { selector: { secret: 'something-long' } },
      },
      [],
    ],
    [
      'ingress',
      {
        apiVersion: 'networking.k8s.io/v1',
        kind: 'Ingress',
        metadata: {
          name: 'i',
          annotations: {
            'nginx.ingress.kubernetes.io/auth-secret': 'shop/basic-auth',
            'cert-manager.io/private-key-algorithm': 'RSA',
          },
        },
        spec: { tls: [{ secretName: 'tls' }] },
      },
      [],
    ],
    [
      'event',
      {
        apiVersion: 'v1',
        kind: 'Event',
        metadata: { name: 'e' },
        involvedObject: { name: 'api' },
        message: 'Created pod: api-6d4cf56db-x2x7k. Back-off 5m0s restarting failed container, 3/5 nodes are available',
      },
      [],
    ],
  ] as const)('%s', (_name, object, expected) => {
    const { object: kept, redactions } = run(object);
    expect(redactions).toEqual(expected);
    expect(kept).toEqual(object);
  });
});

describe('facts', () => {
  const factsOf = (object: JsonObject): readonly string[] =>
    run(object).facts.map(fact => `${fact.kind} ${fact.class} ${fact.path}${fact.detail === undefined ? '' : ` ${fact.detail}`}`);

  test('of env', () =>
    expect(
      factsOf(
        pod({
          env: [
            { name: 'DB_PASSWORD', value: 'hunter2hunter2' },
            { name: 'A', value: '$(B)' },
            { name: 'C', value: '' },
            { name: 'LOG', value: 'debug' },
            { name: 'TOKEN_FILE', value: '/run/token' },
            { name: 'G', value: github },
          ],
        }),
      ),
    ).toEqual([
      'env-literal literal /spec/containers/0/env/0/value',
      'credential password /spec/containers/0/env/0/value',
      'env-literal reference /spec/containers/0/env/1/value',
      'env-literal empty /spec/containers/0/env/2/value',
      'env-literal literal /spec/containers/0/env/3/value',
      'env-literal literal /spec/containers/0/env/4/value',
      'env-literal literal /spec/containers/0/env/5/value',
      'credential github-token /spec/containers/0/env/5/value',
    ]));

  test('of managers and keys', () => {
    const managedFields = [
      { manager: 'helm', operation: 'Apply', time: '2026-01-01T00:00:00Z', fieldsV1: { 'f:data': { '.': {}, 'f:a/b': {} } } },
      { manager: 'controller', operation: 'Update', subresource: 'status', fieldsV1: {} },
    ];
    expect(factsOf({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 's', managedFields } })).toEqual([
      'secret-key a/b /data/a~1b',
      'key-manager helm /data/a~1b',
      'managers helm  Apply 2026-01-01T00:00:00Z',
    ]);
    expect(run({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 's', managedFields } }).object.metadata).toEqual({
      name: 's',
    });
  });

  test('of ConfigMaps', () => {
    expect(
      factsOf(configMap({ 'app.conf': 'db_password = hunter2hunter2\nurl=postgres://u:hunter3hunter3@db/x', plain: 'x' })),
    ).toEqual(['credential password /data/app.conf', 'credential connection-string /data/app.conf']);
    expect(
      factsOf({
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: 'argocd-cm', namespace: 'argocd' },
        data: { 'admin.enabled': 'true', url: 'https://x' },
      }),
    ).toEqual(['config-value admin.enabled=true /data/admin.enabled']);
    expect(
      factsOf({
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: 'kubelet-config', namespace: 'kube-system' },
        data: { kubelet: 'authentication:\n  anonymous:\n    enabled: false\nreadOnlyPort: 0\n' },
      }),
    ).toEqual(['config-value authentication.anonymous.enabled=false /data/kubelet', 'config-value readOnlyPort=0 /data/kubelet']);
    const mapRoles =
      '- rolearn: arn:aws:iam::123456789012:role/admin\n  username: a\n  groups: [system:masters, dev]\n- broken\n';
    expect(
      factsOf({
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: 'aws-auth', namespace: 'kube-system' },
        data: { mapRoles },
      }),
    ).toEqual([
      'aws-auth system:masters /data/mapRoles arn:aws:iam::123456789012:role/admin',
      'aws-auth dev /data/mapRoles arn:aws:iam::123456789012:role/admin',
    ]);
  });

  test('are of declared kinds and never hold a value', () => {
    for (const [, plant] of places)
      for (const fact of run(plant(canary())).facts) expect(Object.keys(factKinds)).toContain(fact.kind);
  });
});

describe('twice is once', () => {
  /** What a second run changes, takes out or finds that was not stored: nothing. */
  const changes = (object: JsonObject): readonly string[] => {
    const first = run(object);
    const before = JSON.stringify(first.object);
    const second = runText(before);
    const stored = new Set(first.facts.map(fact => JSON.stringify(fact)));
    const after = JSON.stringify(second.object);
    return [
      ...(after === before ? [] : [before, after]),
      ...second.redactions.map(redaction => JSON.stringify(redaction)),
      ...second.facts.map(fact => JSON.stringify(fact)).filter(fact => !stored.has(fact)),
    ];
  };

  test.each(places)('%s', (_place, plant) => {
    expect(changes(plant(canary()))).toEqual([]);
  });

  const keys = fc.constantFrom(
    'env',
    'command',
    'args',
    'annotations',
    'labels',
    'password',
    'token',
    'tokens',
    'value',
    'name',
    'httpHeaders',
    'data',
    'spec',
    'caBundle',
    'terminated',
    'waiting',
    'message',
    'selector',
    'staticPodURLHeader',
    '__proto__',
    github,
    'x',
  );
  const texts = fc.oneof(
    fc.string(),
    fc.constantFrom(
      github,
      btoa(github),
      'sh',
      '-c',
      '--x=y',
      '-pabc',
      '--flag',
      'password=hunter2hunter2',
      'https://u:passw0rd@h/x',
      '$(A)',
      '«redacted»',
      '«redacted» x »',
      'Bearer abcdefghijkl012345',
      '-----BEGIN PRIVATE KEY-----\nabc',
      '{"apiVersion":"v1","kind":"X"}',
      'failed 12a34b with x',
    ),
  );
  const value = fc.letrec<{ value: unknown }>(tie => ({
    value: fc.oneof(
      { maxDepth: 5 },
      texts,
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
      fc.array(tie('value'), { maxLength: 4 }),
      fc.array(fc.tuple(keys, tie('value')), { maxLength: 5 }).map(entries => Object.fromEntries(entries)),
    ),
  })).value;

  test('for any object of any kind', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(
          'v1 Pod',
          'v1 ConfigMap',
          'v1 Secret',
          'v1 Event',
          'example.com/v1 Widget',
          'apiextensions.k8s.io/v1 CustomResourceDefinition',
        ),
        value,
        value,
        (type, spec, data) => {
          const [apiVersion = '', kind = ''] = type.split(' ');
          expect(
            changes({
              apiVersion,
              kind,
              metadata: { name: 'n', namespace: 's' },
              spec,
              data,
              message: spec,
            } as unknown as JsonObject),
          ).toEqual([]);
        },
      ),
      { numRuns: 2000 },
    );
  });
});

test('hostile sizes end in time', () => {
  const labels = Object.fromEntries(Array.from({ length: 10_000 }, (_, index) => [`l${String(index)}`, 'v']));
  const before = performance.now();
  const huge = 'aB3-'.repeat(1_250_000);
  const kept = check({ ...custom({ huge, list: [huge] }), metadata: { name: 'w', labels, annotations: { big: huge } } }, [
    'hunter2hunter2',
  ]);
  expect(JSON.stringify(kept.object).length).toBeLessThan(300_000);
  check(configMap({ a: huge, b: `password=${huge}` }), ['aB3-aB3-']);
  const deep = JSON.stringify(custom('HERE')).replace(
    '"HERE"',
    `${'{"a":'.repeat(5000)}{"token":"hunter2hunter2"}${'}'.repeat(5000)}`,
  );
  expect(JSON.stringify(runText(deep))).not.toContain('hunter2');
  expect(performance.now() - before).toBeLessThan(5000);
});
