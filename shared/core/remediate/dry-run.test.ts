import { expect, test } from 'vitest';
import type { JsonValue } from '#contract/json';
import { type Patch, PatchCheck } from '#contract/patch';
import { problem } from '#contract/problem';
import { fail, ok } from '#contract/result';
import type { KubeConnection, KubeRequest, KubeResponse } from '#core/ports';
import { serverDryRun } from './dry-run.ts';
import { firstChecks } from './patch-checks.ts';

const patch = (more: Partial<Patch> = {}): Patch => ({
  id: 'p',
  ruleId: 'r',
  findingIds: ['f'],
  target: { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name: 'api' },
  dialect: 'json-patch',
  operations: [
    { op: 'test', path: '/spec/x', value: 1 },
    { op: 'replace', path: '/spec/x', value: 2 },
  ],
  rollback: [
    { op: 'test', path: '/spec/x', value: 2 },
    { op: 'replace', path: '/spec/x', value: 1 },
  ],
  title: 't',
  risk: 'restart',
  mayBreak: null,
  redacted: null,
  before: '',
  after: '',
  checks: firstChecks(),
  ...more,
});

const policy = patch({
  target: { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', namespace: 'shop', name: 'deny' },
  dialect: 'create',
  operations: [],
  rollback: [],
  after: 'apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata:\n  name: deny\n  namespace: shop\nspec: {}\n',
});

const response = (status: number, body: JsonValue, warnings: readonly string[] = []): KubeResponse => ({
  status,
  headers: {},
  warnings,
  text: JSON.stringify(body),
});
const status = (code: number, message: string): KubeResponse => response(code, { kind: 'Status', status: 'Failure', message });
const object = (x: number): KubeResponse => response(200, { kind: 'Deployment', spec: { x } });

const deployments = { group: 'apps', version: 'v1', resource: 'deployments', kind: 'Deployment', namespaced: true, verbs: [] };
const policies = {
  group: 'networking.k8s.io',
  version: 'v1',
  resource: 'networkpolicies',
  kind: 'NetworkPolicy',
  namespaced: true,
  verbs: [],
};

interface Asked {
  readonly answers: readonly (KubeResponse | 'unreachable' | 'read-only')[];
  readonly patch?: Patch;
}

/** The check's result, refusal and note for the server's answers; what was asked. */
const run = async ({
  answers,
  patch: given = patch(),
}: Asked): Promise<{ readonly check: PatchCheck; readonly requests: readonly KubeRequest[] }> => {
  const requests: KubeRequest[] = [];
  const kube: KubeConnection = {
    server: '',
    insecureTls: false,
    request: async request => {
      const answer = answers[requests.length] ?? 'unreachable';
      requests.push(request);
      return typeof answer === 'string' ? fail(problem(answer, { what: 'No.', why: 'Because.' })) : ok(answer);
    },
    close: async () => {},
  };
  const type =
    given.dialect === 'create'
      ? policies
      : given.target.kind === 'Secret'
        ? { ...deployments, group: '', resource: 'secrets', kind: 'Secret' }
        : deployments;
  const clock = { now: () => 0, elapsed: () => 0, iso: () => '1970-01-01T00:00:00.000Z', parse: () => null };
  const check = await serverDryRun(given, { type, as: 'ada' }, kube, { clock });
  expect(PatchCheck.safeParse(check).error).toBeUndefined();
  return { check, requests };
};

const check = async (asked: Asked, expected: string): Promise<void> => {
  const { result, refusal, note } = (await run(asked)).check;
  expect(`${result} ${refusal ?? '-'}: ${note}`).toBe(expected);
};

const rbac =
  'deployments.apps "api" is forbidden: User "ada" cannot patch resource "deployments" in API group "apps" in the namespace "shop"';

test.each<[string, Asked, string]>([
  ['accepted', { answers: [object(2)] }, 'passed -: The API server would accept it.'],
  [
    'accepted and set back by a webhook',
    { answers: [object(1)] },
    'failed admission: The API server accepts it, but an admission plugin sets /spec/x otherwise.',
  ],
  ['created', { patch: policy, answers: [response(201, {})] }, 'passed -: The API server would create it.'],
  [
    'there already',
    { patch: policy, answers: [response(200, {})] },
    'failed conflict: NetworkPolicy deny exists already: look at it before changing it.',
  ],
  [
    'no right',
    { answers: [status(403, rbac)] },
    `failed rbac: A dry-run needs the right to change the object, which you do not have (403): ${rbac}`,
  ],
  [
    'a webhook that speaks like RBAC',
    { answers: [status(403, `admission webhook "x.y" denied the request: ${rbac}`)] },
    `failed admission: An admission webhook refuses it (403): admission webhook "x.y" denied the request: ${rbac}`,
  ],
  [
    'Pod Security',
    { answers: [status(403, 'pods "api" is forbidden: violates PodSecurity "restricted:latest": privileged')] },
    'failed admission: Pod Security refuses it (403): pods "api" is forbidden: violates PodSecurity "restricted:latest": privileged',
  ],
  [
    'a policy under 422',
    {
      answers: [
        status(422, `deployments.apps "api" is forbidden: ValidatingAdmissionPolicy 'p' with binding 'b' denied request: no`),
      ],
    },
    `failed admission: An admission policy refuses it (422): deployments.apps "api" is forbidden: ValidatingAdmissionPolicy 'p' with binding 'b' denied request: no`,
  ],
  [
    'a webhook without dry-run',
    { answers: [status(400, 'admission webhook "x" does not support dry run')] },
    'failed unverifiable: An admission webhook takes no dry-run (400): admission webhook "x" does not support dry run',
  ],
  [
    'a webhook that is down',
    { answers: [status(500, 'Internal error occurred: failed calling webhook "x"')] },
    'failed unverifiable: The server could not reach an admission webhook (500): Internal error occurred: failed calling webhook "x"',
  ],
  [
    'a changed object',
    { answers: [status(422, 'the server rejected our request'), object(5)] },
    'failed conflict: The object has changed since it was captured: /spec/x is another now. Capture it again.',
  ],
  [
    'an invalid object',
    { answers: [status(422, 'Deployment "api" is invalid: spec.x: no'), object(1)] },
    'failed invalid: The server does not take the changed object (422): Deployment "api" is invalid: spec.x: no',
  ],
  [
    'a changed object that may not be read',
    { answers: [status(422, 'rejected'), status(403, rbac)] },
    'failed invalid: The server does not take the changed object (422): rejected',
  ],
  [
    'gone',
    { answers: [status(404, 'deployments.apps "api" not found')] },
    'failed conflict: The object is not there any more (404): deployments.apps "api" not found',
  ],
  ['not reached', { answers: ['unreachable'] }, 'failed unreachable: No. Because.'],
  ['read-only mode', { answers: ['read-only'] }, 'not-run -: No. Because.'],
  [
    'a Secret',
    { patch: patch({ target: { apiVersion: 'v1', kind: 'Secret', namespace: 'shop', name: 's' } }), answers: [] },
    'not-run -: Never asked for a Secret: the answer would hold its values.',
  ],
  [
    'steps',
    { patch: patch({ redacted: 'It touches a redacted value.' }), answers: [] },
    'not-run -: These are steps, not a patch.',
  ],
])('%s', (_name, asked, expected) => check(asked, expected));

test('what is sent', async () => {
  const query = { dryRun: 'All', fieldManager: 'plumbline', fieldValidation: 'Strict' };
  const { requests } = await run({ answers: [object(2)] });
  expect(requests).toEqual([
    {
      method: 'PATCH',
      path: '/apis/apps/v1/namespaces/shop/deployments/api',
      query,
      contentType: 'application/json-patch+json',
      body: patch().operations,
    },
  ]);
  const created = await run({ patch: policy, answers: [response(201, {})] });
  expect(created.requests[0]).toMatchObject({
    path: '/apis/networking.k8s.io/v1/namespaces/shop/networkpolicies/deny',
    query,
    contentType: 'application/apply-patch+yaml',
    body: { kind: 'NetworkPolicy' },
  });
});

test('when, as whom, and the warnings', async () => {
  const { check: told } = await run({ answers: [response(200, { spec: { x: 2 } }, ['would violate PodSecurity'])] });
  expect(told).toMatchObject({ at: '1970-01-01T00:00:00.000Z', as: 'ada', warnings: ['would violate PodSecurity'] });
});
