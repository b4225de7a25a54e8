import { digestOf } from '#test/demo/stable';
import type { KubeObject } from '#test/cluster/object';
import { managed, type Keeper, type Managed } from './managed.ts';

type Fields = Readonly<Record<string, unknown>>;
type Labels = Readonly<Record<string, string>>;

/**
 * How far a team has come with its pods.
 * hardened: restricted, read-only file system, own account without token. decent: not root and no escalation, little
 * more. careless: whatever the image does.
 */
export type Care = 'hardened' | 'decent' | 'careless';

export interface Application {
  readonly namespace: string;
  readonly name: string;
  readonly image: string;
  /** Without it the image is named by its tag alone. */
  readonly pinned?: boolean;
  readonly kind?: 'Deployment' | 'StatefulSet' | 'DaemonSet';
  readonly care: Care;
  readonly keeper: Keeper;
  readonly replicas?: number;
  /** 0: no Service. */
  readonly port?: number;
  readonly team?: string;
  /** false: runs as the namespace's default account. */
  readonly account?: false | { readonly annotations?: Labels; readonly token?: boolean };
  readonly env?: readonly Fields[];
  readonly args?: readonly string[];
  readonly container?: Fields;
  readonly pod?: Fields;
  readonly podLabels?: Labels;
  readonly annotations?: Labels;
  readonly sidecars?: readonly Fields[];
  readonly budget?: boolean;
  readonly scaled?: readonly [number, number];
  /** A volume claim of so many GiB for each pod (StatefulSet). */
  readonly storage?: number;
  readonly ownerReferences?: readonly Fields[];
}

/** `name:tag`, or `name:tag@sha256:…` as a pipeline pins it. */
export const imageOf = (image: string, pinned: boolean): string => (pinned ? `${image}@${digestOf(image)}` : image);

const resources = (name: string): Fields => {
  const cpu = 50 + (name.length % 5) * 50;
  const memory = 96 + (name.length % 7) * 64;
  return { requests: { cpu: `${cpu}m`, memory: `${memory}Mi` }, limits: { memory: `${memory * 2}Mi` } };
};

const podSecurity: Readonly<Record<Care, Fields>> = {
  hardened: {
    securityContext: {
      runAsNonRoot: true,
      runAsUser: 10_001,
      runAsGroup: 10_001,
      fsGroup: 10_001,
      seccompProfile: { type: 'RuntimeDefault' },
    },
  },
  decent: { securityContext: { runAsNonRoot: true, runAsUser: 1000, seccompProfile: { type: 'RuntimeDefault' } } },
  careless: {},
};

const containerSecurity: Readonly<Record<Care, Fields>> = {
  hardened: {
    securityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } },
  },
  decent: { securityContext: { allowPrivilegeEscalation: false } },
  careless: {},
};

export const selectorOf = (name: string): Labels => ({ 'app.kubernetes.io/name': name });

const labelsOf = (app: Application): Labels => ({
  ...selectorOf(app.name),
  ...(app.team === undefined ? {} : { 'example.com/team': app.team }),
});

const probesOf = (app: Application): Fields =>
  app.care === 'careless' || (app.port ?? 8080) === 0
    ? {}
    : {
        livenessProbe: { httpGet: { path: '/healthz', port: app.port ?? 8080 }, periodSeconds: 10 },
        readinessProbe: { httpGet: { path: '/ready', port: app.port ?? 8080 }, periodSeconds: 5 },
      };

const containerOf = (app: Application): Fields => ({
  name: app.name,
  image: imageOf(app.image, app.pinned ?? false),
  ...(app.port === 0 ? {} : { ports: [{ name: 'http', containerPort: app.port ?? 8080 }] }),
  ...(app.args === undefined ? {} : { args: app.args }),
  ...(app.env === undefined ? {} : { env: app.env }),
  resources: resources(app.name),
  ...probesOf(app),
  ...(app.care === 'hardened' ? { volumeMounts: [{ name: 'tmp', mountPath: '/tmp' }] } : {}),
  ...containerSecurity[app.care],
  ...app.container,
});

const accountOf = (app: Application): Fields => {
  if (app.account === false) return {};
  const mounts = app.account?.token === true;
  return { serviceAccountName: app.name, ...(app.care === 'careless' || mounts ? {} : { automountServiceAccountToken: false }) };
};

export const podTemplate = (app: Application): Fields => ({
  metadata: { labels: { ...labelsOf(app), ...app.podLabels } },
  spec: {
    ...accountOf(app),
    ...podSecurity[app.care],
    containers: [containerOf(app), ...(app.sidecars ?? [])],
    ...(app.care === 'hardened' ? { volumes: [{ name: 'tmp', emptyDir: {} }] } : {}),
    ...app.pod,
  },
});

const storageOf = (app: Application): Fields =>
  app.storage === undefined
    ? {}
    : {
        volumeClaimTemplates: [
          {
            metadata: { name: 'data' },
            spec: {
              accessModes: ['ReadWriteOnce'],
              storageClassName: 'fast-ssd',
              resources: { requests: { storage: `${app.storage}Gi` } },
            },
          },
        ],
      };

const workload = (app: Application): KubeObject => {
  const kind = app.kind ?? 'Deployment';
  const { namespace, name } = app;
  return {
    apiVersion: 'apps/v1',
    kind,
    metadata: {
      name,
      namespace,
      labels: labelsOf(app),
      ...(app.annotations === undefined ? {} : { annotations: app.annotations }),
    },
    spec: {
      ...(kind === 'DaemonSet' ? {} : { replicas: app.replicas ?? 2 }),
      ...(kind === 'StatefulSet' ? { serviceName: name, podManagementPolicy: 'Parallel', ...storageOf(app) } : {}),
      ...(kind === 'Deployment' ? { revisionHistoryLimit: 2 } : {}),
      selector: { matchLabels: selectorOf(name) },
      template: podTemplate(app),
    },
  };
};

const own = (app: Application, apiVersion: string, kind: string, fields: Fields, annotations?: Labels): KubeObject => ({
  apiVersion,
  kind,
  metadata: {
    name: app.name,
    namespace: app.namespace,
    labels: labelsOf(app),
    ...(annotations === undefined ? {} : { annotations }),
  },
  ...fields,
});

const serviceOf = (app: Application): readonly KubeObject[] =>
  app.port === 0
    ? []
    : [
        own(app, 'v1', 'Service', {
          spec: {
            selector: selectorOf(app.name),
            ports: [{ name: 'http', port: 80, targetPort: 'http' }],
            ...(app.kind === 'StatefulSet' ? { clusterIP: 'None' } : {}),
          },
        }),
      ];

const accountObject = (app: Application): readonly KubeObject[] =>
  app.account === false
    ? []
    : [
        own(
          app,
          'v1',
          'ServiceAccount',
          app.care === 'hardened' && app.account?.token !== true ? { automountServiceAccountToken: false } : {},
          app.account?.annotations,
        ),
      ];

const budgetOf = (app: Application): readonly KubeObject[] =>
  app.budget === true
    ? [
        own(app, 'policy/v1', 'PodDisruptionBudget', {
          spec: { maxUnavailable: 1, selector: { matchLabels: selectorOf(app.name) } },
        }),
      ]
    : [];

const scalerOf = (app: Application): readonly KubeObject[] =>
  app.scaled === undefined
    ? []
    : [
        own(app, 'autoscaling/v2', 'HorizontalPodAutoscaler', {
          spec: {
            scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: app.name },
            minReplicas: app.scaled[0],
            maxReplicas: app.scaled[1],
            metrics: [{ type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 70 } } }],
          },
        }),
      ];

/** The workload with what a team ships beside it. */
export const application = (app: Application): readonly Managed[] =>
  [...accountObject(app), workload(app), ...serviceOf(app), ...budgetOf(app), ...scalerOf(app)].map(object =>
    managed(object, app.keeper),
  );

export interface Schedule {
  readonly cron: string;
  /** Runs that left a Job: the minute of its time, by which the controller names it, and how each ended. */
  readonly runs: readonly { readonly at: string; readonly ended: 'Complete' | 'Failed' }[];
}

export interface Scheduled extends Application {
  readonly schedule: Schedule;
}

const jobSpec = (app: Application): Fields => {
  const template = podTemplate({ ...app, port: 0 }) as { readonly metadata: Fields; readonly spec: Fields };
  return { backoffLimit: 0, template: { ...template, spec: { ...template.spec, restartPolicy: 'Never' } } };
};

/** A CronJob and the Jobs of its last runs; `owner` names the parent until its UID is known. */
export const scheduled = (app: Scheduled): readonly Managed[] => {
  const cron: KubeObject = own(app, 'batch/v1', 'CronJob', {
    spec: {
      schedule: app.schedule.cron,
      timeZone: 'Europe/Berlin',
      concurrencyPolicy: 'Forbid',
      successfulJobsHistoryLimit: 2,
      failedJobsHistoryLimit: 1,
      jobTemplate: { metadata: { labels: labelsOf(app) }, spec: jobSpec(app) },
    },
  });
  const jobs = app.schedule.runs.map(({ at, ended }): Managed => ({
    manager: 'kube-controller-manager',
    object: {
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: {
        name: `${app.name}-${at}`,
        namespace: app.namespace,
        labels: labelsOf(app),
        annotations: { 'batch.kubernetes.io/cronjob-scheduled-timestamp': scheduledAt(at) },
        ownerReferences: [
          {
            apiVersion: 'batch/v1',
            kind: 'CronJob',
            name: app.name,
            uid: pendingUid,
            controller: true,
            blockOwnerDeletion: true,
          },
        ],
      },
      spec: jobSpec(app),
    },
    fails: ended === 'Failed',
  }));
  return [...accountObject(app).map(object => managed(object, app.keeper)), managed(cron, app.keeper), ...jobs];
};

/** Stands in an ownerReference until the loader knows the owner's UID. */
export const pendingUid = 'pending';

/** The controller names Jobs by the minute of their time since 1970. */
const scheduledAt = (minutes: string): string => new Date(Number(minutes) * 60_000).toISOString().replace('.000Z', 'Z');

/** `2026-11-20T02:30:00Z` as that number. */
export const minuteOf = (time: string): string => String(Math.floor(Date.parse(time) / 60_000));
