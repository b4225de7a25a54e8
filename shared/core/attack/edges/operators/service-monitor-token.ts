import type { KubeObject } from '#contract/kube';
import { changes, creates, endByName } from '#core/attack/cluster/rights';
import type { RightsEdge } from '#core/attack/edge';
import { because, blocked, seen, together } from '#core/attack/reached';
import { serviceAccountId, type World } from '#core/attack/world';
import { isJsonObject } from '#contract/json';
import { field, textAt } from '#kube/json-fields';
import { labelsOf, selects } from '#kube/label-selector';

const group = 'monitoring.coreos.com';
const resource = `prometheuses.${group}`;

const change = changes(group, ['servicemonitors'], 'target');

/** Absent: its own namespace; `{}`: all. And without a selector for the monitors themselves it takes none. */
const reads = (world: World, prometheus: KubeObject, namespace: string): boolean => {
  if (!isJsonObject(field(prometheus, 'spec', 'serviceMonitorSelector'))) return false;
  const selector = field(prometheus, 'spec', 'serviceMonitorNamespaceSelector');
  if (selector === undefined) return prometheus.metadata.namespace === namespace;
  const object = world.get('namespaces', undefined, namespace);
  return selects(
    selector,
    object === undefined ? new Map([['kubernetes.io/metadata.name', namespace]]) : labelsOf(object.metadata),
  );
};

export const serviceMonitorToken: RightsEdge = {
  kind: 'rights',
  to: 'service-account',
  scope: 'namespace',
  id: 'SERVICE_MONITOR_TOKEN',
  row: 'R33',
  title: 'Has Prometheus send its token',
  severity: 'high',
  cost: 2,
  gives: 'A token of the account of Prometheus, at a server of choice.',
  abuse:
    'A ServiceMonitor may name a file of the Prometheus pod as the login for its target: the file of the pod’s own token among them.',
  detect: 'ServiceMonitors with bearerTokenFile or tlsConfig files.',
  remove: 'Set spec.arbitraryFSAccessThroughSMs.deny to true on the Prometheus.',
  mitigations: ['arbitraryFSAccessThroughSMs.deny: true makes the operator leave such monitors out.'],
  references: ['https://prometheus-operator.dev/docs/api-reference/api/'],
  reads: [resource],
  rights: [[creates(group, ['servicemonitors'], 'target'), change]],
  *targets(world, namespace) {
    for (const prometheus of world.list(resource)) {
      if (!reads(world, prometheus, namespace)) continue;
      const own = prometheus.metadata.namespace ?? '';
      const what = `Prometheus ${own}/${prometheus.metadata.name} takes ServiceMonitors of ${namespace}.`;
      const denied = field(prometheus, 'spec', 'arbitraryFSAccessThroughSMs', 'deny') === true;
      const stop = {
        mitigation: 'tenancy-lockdown',
        what: 'It takes no files of its pod as logins (arbitraryFSAccessThroughSMs.deny).',
        object: world.keyOf(prometheus),
      };
      const id = serviceAccountId(own, textAt(prometheus, 'spec', 'serviceAccountName') ?? 'default');
      const end = { id, ...together(because(seen(world, prometheus, '/spec', what)), blocked(...(denied ? [stop] : []))) };
      yield* endByName(world, end, { right: change, list: `servicemonitors.${group}`, namespace });
    }
  },
};
