import { field, type ApiAnswer } from '#test/cluster/client';
import { accepted, merge, soon, type Place, type Walk, type Walker } from './walk.ts';
import { startWebhook } from './webhook-server.ts';

const admission = '/apis/admissionregistration.k8s.io/v1';
const group = 'admissionregistration.k8s.io';

interface Guard {
  readonly expression: string;
  readonly policy?: object;
  readonly binding?: object;
}

/** A policy of one namespace that refuses a ConfigMap by its name. */
function guard({ id, namespace }: Place, { expression, policy = {}, binding = {} }: Guard) {
  return [
    {
      is: `ValidatingAdmissionPolicy ${id}`,
      spec: {
        matchConstraints: {
          resourceRules: [{ apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['configmaps'] }],
        },
        validations: [{ expression }],
        ...policy,
      },
    },
    {
      is: `ValidatingAdmissionPolicyBinding ${id}`,
      spec: {
        policyName: id,
        validationActions: ['Deny'],
        matchResources: { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } } },
        ...binding,
      },
    },
  ];
}

const guarded: Pick<Walk, 'to' | 'objects' | 'fix'> = {
  to: () => 'impact:guardrails-off',
  objects: place => guard(place, { expression: "object.metadata.name != 'forbidden'" }),
  fix: { withoutGrant: 1 },
};

/** What is refused first is accepted once the policy is out of the way. */
function opensGuard(tamper: (walker: Walker) => Promise<ApiAnswer>): Walk['walk'] {
  return async walker => {
    const { ask, namespace } = walker;
    const make = () =>
      ask('POST', `/api/v1/namespaces/${namespace}/configmaps?dryRun=All`, {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: 'forbidden', namespace },
      });
    if (!(await soon(async () => (await make()).status === 422))) throw new Error('The policy refuses nothing.');
    return (await accepted(() => tamper(walker))) && soon(async () => (await make()).status < 300);
  };
}

/** R28 to R30: who writes webhooks and policies changes what others write. */
export const admissionWalks: readonly Walk[] = [
  {
    edge: 'MUTATING_ADMISSION_POLICY',
    name: 'gives another’s pod a container of its own',
    to: () => 'admin',
    grants: ({ user }) => [
      { to: `user:${user}`, can: [`create,delete mutatingadmissionpolicies@${group}`] },
      { to: `user:${user}`, can: [`create,delete mutatingadmissionpolicybindings@${group}`] },
    ],
    fix: { withoutGrant: 1 },
    walk: async ({ ask, cluster, id, namespace }) => {
      const policy = {
        apiVersion: `${group}/v1`,
        kind: 'MutatingAdmissionPolicy',
        metadata: { name: id },
        spec: {
          reinvocationPolicy: 'Never',
          matchConstraints: {
            namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } },
            resourceRules: [{ apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['pods'] }],
          },
          mutations: [
            {
              patchType: 'ApplyConfiguration',
              applyConfiguration: {
                expression:
                  'Object{spec: Object.spec{containers: [Object.spec.containers{name: "mine", image: "example.com/mine"}]}}',
              },
            },
          ],
        },
      };
      const binding = {
        apiVersion: `${group}/v1`,
        kind: 'MutatingAdmissionPolicyBinding',
        metadata: { name: id },
        spec: { policyName: id },
      };
      const made = await accepted(
        () => ask('POST', `${admission}/mutatingadmissionpolicies`, policy),
        () => ask('POST', `${admission}/mutatingadmissionpolicybindings`, binding),
      );
      if (!made) return false;
      const pod = {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { generateName: 'theirs-', namespace },
        spec: { containers: [{ name: 'a', image: 'b' }] },
      };
      const mutated = await soon(async () => {
        const answer = await cluster.api('POST', `/api/v1/namespaces/${namespace}/pods`, pod);
        return JSON.stringify(answer.body).includes('example.com/mine');
      }, 20_000);
      await ask('DELETE', `${admission}/mutatingadmissionpolicybindings/${id}`);
      await ask('DELETE', `${admission}/mutatingadmissionpolicies/${id}`);
      return mutated;
    },
  },
  {
    ...guarded,
    edge: 'VAP_BINDING_TAMPER',
    name: 'takes a policy off, and what it refused is accepted',
    grants: ({ id, user, namespace }) => [
      { to: `user:${user}`, in: namespace, can: ['create configmaps'] },
      { to: `user:${user}`, can: [`delete validatingadmissionpolicybindings@${group} named ${id}`] },
    ],
    walk: opensGuard(({ ask, id }) => ask('DELETE', `${admission}/validatingadmissionpolicybindings/${id}`)),
  },
  {
    ...guarded,
    edge: 'VAP_TAMPER',
    name: 'rewrites a policy, and what it refused is accepted',
    grants: ({ id, user, namespace }) => [
      { to: `user:${user}`, in: namespace, can: ['create configmaps'] },
      { to: `user:${user}`, can: [`patch validatingadmissionpolicies@${group} named ${id}`] },
    ],
    walk: opensGuard(({ ask, id }) =>
      ask('PATCH', `${admission}/validatingadmissionpolicies/${id}`, { spec: { validations: [{ expression: 'true' }] } }, merge),
    ),
  },
  {
    ...guarded,
    edge: 'VAP_PARAM_TAMPER',
    name: 'rewrites the ConfigMap that a policy goes by',
    grants: ({ user, namespace }) => [
      { to: `user:${user}`, in: namespace, can: ['create configmaps'] },
      { to: `user:${user}`, in: namespace, can: ['patch configmaps named forbidden-names'] },
    ],
    objects: place => [
      { is: `ConfigMap ${place.namespace}/forbidden-names`, data: { name: 'forbidden' } },
      ...guard(place, {
        expression: 'object.metadata.name != params.data.name',
        policy: { paramKind: { apiVersion: 'v1', kind: 'ConfigMap' } },
        binding: {
          paramRef: { name: 'forbidden-names', namespace: place.namespace, parameterNotFoundAction: 'Deny' },
        },
      }),
    ],
    walk: opensGuard(({ ask, namespace }) =>
      ask('PATCH', `/api/v1/namespaces/${namespace}/configmaps/forbidden-names`, { data: { name: 'another' } }, merge),
    ),
  },
  {
    edge: 'MUTATING_WEBHOOK',
    name: 'gives another’s pod a container by a server of its own',
    to: () => 'admin',
    grants: ({ user }) => [{ to: `user:${user}`, can: [`create,delete mutatingwebhookconfigurations@${group}`] }],
    fix: { withoutGrant: 0 },
    walk: async walker => {
      const { ask, cluster, id, namespace } = walker;
      const mine = { op: 'add', path: '/spec/containers/-', value: { name: 'mine', image: 'example.com/mine' } };
      const webhook = await startWebhook(cluster, [mine]);
      const path = `${admission}/mutatingwebhookconfigurations`;
      const configuration = webhookOf('MutatingWebhookConfiguration', walker, 'pods', webhook.clientConfig);
      try {
        if (!(await accepted(() => ask('POST', path, configuration)))) return false;
        return await soon(async () => {
          const answer = await cluster.api('POST', `/api/v1/namespaces/${namespace}/pods`, {
            apiVersion: 'v1',
            kind: 'Pod',
            metadata: { generateName: 'theirs-', namespace },
            spec: { containers: [{ name: 'a', image: 'b' }] },
          });
          return JSON.stringify(answer.body).includes('example.com/mine');
        });
      } finally {
        await ask('DELETE', `${path}/${id}`);
        await webhook.close();
      }
    },
  },
  {
    edge: 'VALIDATING_WEBHOOK',
    name: 'is shown a Secret while it is written, without a right to read it',
    to: () => 'impact:objects-in-flight',
    grants: ({ user }) => [{ to: `user:${user}`, can: [`create,delete validatingwebhookconfigurations@${group}`] }],
    fix: { withoutGrant: 0 },
    walk: async walker => {
      const { ask, cluster, id, namespace } = walker;
      const webhook = await startWebhook(cluster);
      const path = `${admission}/validatingwebhookconfigurations`;
      const configuration = webhookOf('ValidatingWebhookConfiguration', walker, 'secrets', webhook.clientConfig);
      try {
        if (!(await accepted(() => ask('POST', path, configuration)))) return false;
        return await soon(async () => {
          await cluster.api('POST', `/api/v1/namespaces/${namespace}/secrets`, {
            apiVersion: 'v1',
            kind: 'Secret',
            metadata: { generateName: 'theirs-', namespace },
            stringData: { key: 'value' },
          });
          return webhook.seen.some(object => field(object, 'data', 'key') === Buffer.from('value').toString('base64'));
        });
      } finally {
        await ask('DELETE', `${path}/${id}`);
        await webhook.close();
      }
    },
  },
];

/** Of one namespace, so that no other walk meets it. */
function webhookOf(kind: string, { id, namespace }: Walker, resource: string, clientConfig: object): object {
  return {
    apiVersion: `${group}/v1`,
    kind,
    metadata: { name: id },
    webhooks: [
      {
        name: `${id}.example.com`,
        clientConfig,
        rules: [{ apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: [resource] }],
        namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } },
        admissionReviewVersions: ['v1'],
        sideEffects: 'None',
        failurePolicy: 'Ignore',
      },
    ],
  };
}
