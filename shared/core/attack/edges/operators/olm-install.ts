import { deputyEdge } from '#core/attack/cluster/operator-edge';
import type { RightsEdge } from '#core/attack/edge';

export const olmInstall: RightsEdge = deputyEdge(
  {
    id: 'OLM_INSTALL',
    title: 'Has the Operator Lifecycle Manager give rights away',
    severity: 'critical',
    cost: 2,
    gives: 'Any right, for an account of one’s own: the account of OLM is cluster-admin.',
    abuse:
      'A ClusterServiceVersion asks for rights in the cluster and for Deployments, and OLM makes the roles, bindings and pods.',
    detect: 'ClusterServiceVersions that no Subscription made.',
    remove: 'Take create on clusterserviceversions away, and give each OperatorGroup an account with few rights.',
    mitigations: ['An OperatorGroup with spec.serviceAccountName limits what OLM does for its namespace.'],
    references: ['https://olm.operatorframework.io/docs/advanced-tasks/operator-scoping-with-operatorgroups/'],
  },
  {
    program: { name: 'olm-operator', images: [], workloads: ['olm-operator'] },
    scope: 'namespace',
    group: 'operators.coreos.com',
    resources: ['clusterserviceversions'],
  },
);
