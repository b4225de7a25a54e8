import type { KubeObject } from '#contract/kube';
import { bindingObject, roleObject } from './state.ts';

/** Rules of which each lies at a boundary of its own, each bound to somebody who has nothing else; `_` stands for a space. */
const tricky: readonly string[] = [
  'get - pods/*',
  'get - */exec',
  'get - */*',
  'get - *',
  'get - pods',
  'get - pods/exec',
  'get - pods/exec/tty',
  'get - pods/',
  'get - */',
  'get - -',
  'get - Pods',
  'get - pod*',
  'get - **',
  'get * secrets',
  'get app* deployments',
  'get core pods',
  'get -,apps deployments',
  '* - secrets',
  'get* - secrets',
  'GET - secrets',
  '- - secrets',
  'get - secrets a',
  'get,list,watch,create,deletecollection - secrets a,b',
  'get - secrets -',
  'get - secrets *',
  'get - secrets a*',
  'get,patch,delete - namespaces',
  'get,patch - namespaces rbac-a',
  'get - nodes',
  'bind rbac.authorization.k8s.io clusterroles view',
  'impersonate - users,groups,serviceaccounts',
  'get /healthz',
  'get /healthz/*',
  'get /api*',
  'get /*',
  'get *',
  'get /a/*/b',
  'get /a/**',
  'get api*',
  '* /metrics',
  'get -,/',
];

const subjects = ['user:edge-N', 'group:edge-N', 'sa:rbac-b/edge-N', 'user:system:serviceaccount:rbac-c:edge-N'] as const;

const isUrl = (rule: string): boolean => rule.split(' ').length === 2;

/** A ClusterRole for each tricky rule, bound in the cluster to one kind of subject and in a namespace to another. */
export const boundaryObjects = (): readonly KubeObject[] =>
  tricky.flatMap((rule, number) => {
    const name = `edge-${String(number)}`;
    const to = (shift: number, mark: string): string =>
      (subjects[(number + shift) % subjects.length] ?? '').replace('N', `${mark}${String(number)}`);
    return [
      roleObject(name, [rule]),
      bindingObject(`${name} -> ${name} ${to(0, 'c')}`),
      bindingObject(`rbac-a/${name} -> ${name} ${to(1, 'n')}`),
      ...(isUrl(rule)
        ? []
        : [
            roleObject(`rbac-a/${name}`, [rule]),
            bindingObject(`rbac-a/${name}-role -> Role:${name} ${to(2, 'r')} sa:edge-l${String(number)}`),
          ]),
    ];
  });
