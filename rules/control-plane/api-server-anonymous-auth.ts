import { flagsOf } from '#kube/command-flags';
import { controlPlaneContainer } from '#kube/control-plane';
import { defineRule, finding, podTemplates } from '#kube/define-rule';
import { at } from '#kube/pointer';
import { nameOf } from '#kube/sentence';

export const rule = defineRule({
  id: 'api-server-anonymous-auth',
  pack: 'control-plane',
  // With RBAC anonymous requests see versions and health alone, unless a binding gives them more (anonymous-binding tells).
  severity: 'low',
  since: '0.1',
  what: 'The API server answers requests without any credential.',
  why: 'One wrong binding then opens the cluster to everybody who reaches the port, and holes before authorization need no login.',
  fix: 'Set --anonymous-auth=false, or restrict anonymous requests to the health paths by an AuthenticationConfiguration.',
  references: ['https://kubernetes.io/docs/reference/access-authn-authz/authentication/#anonymous-requests'],
  appliesTo: podTemplates({ namespace: 'kube-system', where: pod => controlPlaneContainer(pod, 'kube-apiserver') !== undefined }),
  evaluate: pod => {
    const container = controlPlaneContainer(pod, 'kube-apiserver');
    if (container === undefined) return [];
    const flags = flagsOf(container);
    const flag = flags.get('anonymous-auth');
    if (flag?.value === 'false' || flags.has('authentication-config')) return [];
    const how = flag === undefined ? 'does not set --anonymous-auth=false' : `sets --anonymous-auth=${flag.value}`;
    return [
      finding(
        flag?.path ?? at(container.path, 'command'),
        `${nameOf(pod.object)} ${how}: it answers requests without a credential.`,
        { container: container.name },
      ),
    ];
  },
});
