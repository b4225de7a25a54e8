import type { KubeObject } from '#test/cluster/object';
import { platformFlux } from './foundation.ts';
import { managed, type Keeper, type Managed } from './managed.ts';

const registered = 'admissionregistration.k8s.io/v1';

const webhook = (
  name: string,
  service: readonly [string, string],
  failurePolicy: string,
  rule: Readonly<Record<string, unknown>>,
) => ({
  name,
  failurePolicy,
  sideEffects: 'None',
  timeoutSeconds: 10,
  admissionReviewVersions: ['v1'],
  clientConfig: { service: { namespace: service[0], name: service[1], path: '/validate', port: 443 } },
  rules: [{ apiVersions: ['v1'], operations: ['CREATE', 'UPDATE'], scope: '*', ...rule }],
});

const configurations = (): readonly (readonly [KubeObject, Keeper])[] => [
  [
    {
      apiVersion: registered,
      kind: 'ValidatingWebhookConfiguration',
      metadata: { name: 'cert-manager-webhook' },
      webhooks: [
        webhook('webhook.cert-manager.io', ['cert-manager', 'cert-manager-webhook'], 'Fail', {
          apiGroups: ['cert-manager.io'],
          resources: ['certificates'],
        }),
      ],
    },
    { by: 'flux-helm', app: 'cert-manager', chart: 'cert-manager-v1.18.2' },
  ],
  [
    {
      apiVersion: registered,
      kind: 'ValidatingWebhookConfiguration',
      metadata: { name: 'ingress-nginx-admission' },
      webhooks: [
        webhook('validate.nginx.ingress.kubernetes.io', ['ingress-nginx', 'ingress-nginx-controller'], 'Ignore', {
          apiGroups: ['networking.k8s.io'],
          resources: ['ingresses'],
        }),
      ],
    },
    { by: 'helm', app: 'ingress-nginx', chart: 'ingress-nginx-4.13.3' },
  ],
  [
    {
      apiVersion: registered,
      kind: 'MutatingWebhookConfiguration',
      metadata: { name: 'postgres-operator-mutating-webhook' },
      webhooks: [
        webhook('mcluster.cnpg.io', ['database-operator', 'postgres-operator'], 'Fail', {
          apiGroups: ['postgresql.cnpg.io'],
          resources: ['clusters'],
        }),
      ],
    },
    { by: 'flux-helm', app: 'postgres-operator', chart: 'cloudnative-pg-0.26.0' },
  ],
];

/** Nothing answers for them here: the loader takes them away while it writes. */
export const webhooks = (): readonly Managed[] => configurations().map(([object, keeper]) => managed(object, keeper));

export const policies = (): readonly Managed[] =>
  [
    {
      apiVersion: registered,
      kind: 'ValidatingAdmissionPolicy',
      metadata: { name: 'payments-images-by-digest' },
      spec: {
        failurePolicy: 'Fail',
        matchConstraints: {
          resourceRules: [
            {
              apiGroups: ['apps'],
              apiVersions: ['v1'],
              operations: ['CREATE', 'UPDATE'],
              resources: ['deployments', 'statefulsets'],
            },
          ],
        },
        validations: [
          {
            expression: "object.spec.template.spec.containers.all(c, c.image.contains('@sha256:'))",
            message: 'Images in PCI scope are named by digest.',
          },
        ],
      },
    },
    {
      apiVersion: registered,
      kind: 'ValidatingAdmissionPolicyBinding',
      metadata: { name: 'payments-images-by-digest' },
      spec: {
        policyName: 'payments-images-by-digest',
        validationActions: ['Deny', 'Audit'],
        matchResources: { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'payments' } } },
      },
    },
  ].map(object => managed(object, platformFlux));
