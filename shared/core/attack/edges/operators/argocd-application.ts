import { deputyEdge } from '#core/attack/cluster/operator-edge';
import type { RightsEdge } from '#core/attack/edge';

export const argocdApplication: RightsEdge = deputyEdge(
  {
    id: 'ARGOCD_APPLICATION',
    title: 'Has Argo CD apply manifests',
    severity: 'critical',
    cost: 2,
    gives: 'Everything that the account of the application controller may do, in this cluster and in those that Argo CD manages.',
    abuse:
      'An Application in Argo CD’s namespace names a repository, a project and where to apply what it holds. The project default allows every repository and place.',
    detect: 'Applications that no pipeline made; audit events of the controller’s account on roles and bindings.',
    remove: 'Let nobody write Applications in Argo CD’s namespace, and take everything out of the project default.',
    mitigations: [
      'AppProjects limit repositories, places and kinds; whether each project does is not judged here.',
      'Applications in other namespaces count only where Argo CD is told to read them.',
    ],
    references: [
      'https://argo-cd.readthedocs.io/en/stable/operator-manual/security/',
      'https://argo-cd.readthedocs.io/en/stable/user-guide/projects/',
    ],
  },
  {
    program: { name: 'Argo CD’s application controller', images: [], workloads: ['argocd-application-controller'] },
    scope: 'namespace',
    ownNamespace: true,
    group: 'argoproj.io',
    resources: ['applications', 'applicationsets'],
  },
);
