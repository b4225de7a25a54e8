const labels = { app: 'plain' };
const container = {
  name: 'main',
  image: 'registry.example.com/plain:1.2',
  ports: [{ containerPort: 8080 }, { containerPort: 9090, name: 'metrics' }],
  env: [
    { name: 'LEVEL', value: 'info' },
    { name: 'POD', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
    { name: 'CPUS', valueFrom: { resourceFieldRef: { resource: 'limits.cpu' } } },
    { name: 'EMPTY' },
  ],
  resources: { limits: { cpu: '1000m', memory: '1024Mi' }, requests: { cpu: 0.1, memory: '64Mi' } },
  livenessProbe: { httpGet: { path: '/', port: 8080 } },
  readinessProbe: { tcpSocket: { port: 8080 }, periodSeconds: 10 },
  startupProbe: { exec: { command: ['true'] } },
  securityContext: { privileged: false, capabilities: { drop: ['ALL'] } },
  volumeMounts: [
    { name: 'config', mountPath: '/config', readOnly: false },
    { name: 'tmp', mountPath: '/tmp' },
  ],
  stdin: false,
};
const pod = {
  containers: [container, { name: 'log', image: 'registry.example.com/log' }],
  initContainers: [{ name: 'init', image: 'registry.example.com/init:latest' }],
  hostNetwork: false,
  volumes: [
    { name: 'config', configMap: { name: 'settings' } },
    { name: 'tmp', emptyDir: {} },
    { name: 'key', secret: { secretName: 'key', optional: true } },
    { name: 'all', projected: { sources: [{ serviceAccountToken: { path: 'token' } }, { configMap: { name: 'settings' } }] } },
    { name: 'host', hostPath: { path: '/var/log' } },
  ],
};
const template = { metadata: { labels }, spec: pod };
const selector = { matchLabels: labels };
const of = (apiVersion: string, kind: string, name: string, fields: object): object => ({
  apiVersion,
  kind,
  metadata: { name, namespace: 'plain' },
  ...fields,
});

/** What people write, without what the API server fills in. */
export const plainManifests: readonly object[] = [
  { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'plain' } },
  of('v1', 'ConfigMap', 'settings', { data: { text: 'a text of some length' } }),
  of('v1', 'Secret', 'key', { stringData: { password: 'a password of some length' } }),
  of('v1', 'ServiceAccount', 'robot', {}),
  of('apps/v1', 'Deployment', 'plain', { spec: { selector, template } }),
  of('apps/v1', 'Deployment', 'recreate', { spec: { replicas: 1, selector, template, strategy: { type: 'Recreate' } } }),
  of('apps/v1', 'DaemonSet', 'plain', { spec: { selector, template } }),
  of('apps/v1', 'StatefulSet', 'plain', {
    spec: {
      selector,
      serviceName: 'plain',
      template,
      volumeClaimTemplates: [
        {
          metadata: { name: 'data' },
          spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1024Mi' } } },
        },
      ],
    },
  }),
  of('batch/v1', 'CronJob', 'plain', {
    spec: { schedule: '0 3 1 1 *', jobTemplate: { spec: { template: { spec: { ...pod, restartPolicy: 'Never' } } } } },
  }),
  of('batch/v1', 'Job', 'plain', { spec: { template: { spec: { ...pod, restartPolicy: 'OnFailure' } } } }),
  of('v1', 'Service', 'plain', { spec: { selector: labels, ports: [{ port: 80, targetPort: 8080 }] } }),
  of('v1', 'Service', 'open', { spec: { type: 'NodePort', selector: labels, ports: [{ port: 8080 }] } }),
  of('v1', 'Service', 'balanced', { spec: { type: 'LoadBalancer', selector: labels, ports: [{ port: 443, protocol: 'TCP' }] } }),
  of('v1', 'Service', 'headless', { spec: { clusterIP: 'None', selector: labels, ports: [{ port: 80 }] } }),
  of('v1', 'PersistentVolumeClaim', 'data', {
    spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
  }),
  of('networking.k8s.io/v1', 'NetworkPolicy', 'in', { spec: { podSelector: {}, ingress: [{ ports: [{ port: 80 }] }] } }),
  of('networking.k8s.io/v1', 'NetworkPolicy', 'both', { spec: { podSelector: {}, egress: [{}] } }),
  of('networking.k8s.io/v1', 'Ingress', 'plain', {
    spec: {
      rules: [
        {
          host: 'plain.example.com',
          http: { paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name: 'plain', port: { number: 80 } } } }] },
        },
      ],
    },
  }),
  of('rbac.authorization.k8s.io/v1', 'Role', 'reader', { rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }] }),
  of('rbac.authorization.k8s.io/v1', 'RoleBinding', 'reader', {
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'reader' },
    subjects: [
      { kind: 'ServiceAccount', name: 'robot', namespace: 'plain' },
      { kind: 'User', name: 'ann', apiGroup: 'rbac.authorization.k8s.io' },
      { kind: 'Group', name: 'dev' },
    ],
  }),
  of('policy/v1', 'PodDisruptionBudget', 'plain', { spec: { minAvailable: 1, selector } }),
  of('autoscaling/v2', 'HorizontalPodAutoscaler', 'plain', {
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'plain' },
      maxReplicas: 3,
      metrics: [{ type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 60 } } }],
    },
  }),
  of('v1', 'LimitRange', 'plain', { spec: { limits: [{ type: 'PersistentVolumeClaim', max: { storage: '1Ti' } }] } }),
  of('v1', 'ResourceQuota', 'plain', { spec: { hard: { pods: '100', 'requests.cpu': '100000m' } } }),
  {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingWebhookConfiguration',
    metadata: { name: 'plain' },
    webhooks: [
      {
        name: 'plain.example.com',
        admissionReviewVersions: ['v1'],
        sideEffects: 'None',
        failurePolicy: 'Ignore',
        clientConfig: { service: { name: 'plain', namespace: 'plain' } },
        rules: [{ apiGroups: ['example.com'], apiVersions: ['v1'], operations: ['CREATE'], resources: ['things'] }],
      },
    ],
  },
  { apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass', metadata: { name: 'plain' }, value: 100 },
  { apiVersion: 'storage.k8s.io/v1', kind: 'StorageClass', metadata: { name: 'plain' }, provisioner: 'example.com/none' },
  {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: 'plains.compare.example.com' },
    spec: {
      group: 'compare.example.com',
      scope: 'Namespaced',
      names: { kind: 'Plain', plural: 'plains' },
      versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: { type: 'object' } } }],
    },
  },
];
