import { flagsOf } from '#kube/command-flags';
import { controlPlaneContainer } from '#kube/control-plane';
import { defineRule, finding, podTemplates } from '#kube/define-rule';
import { at } from '#kube/pointer';
import { nameOf } from '#kube/sentence';

export const rule = defineRule({
  id: 'api-server-authorization',
  pack: 'control-plane',
  severity: 'high',
  since: '0.1',
  what: 'The API server authorizes requests without RBAC, or does not authorize them at all.',
  why: 'With AlwaysAllow whoever authenticates is administrator; without RBAC the roles of the cluster mean nothing.',
  fix: 'Set --authorization-mode=Node,RBAC in the static pod manifest of kube-apiserver, on every control-plane node.',
  references: ['https://kubernetes.io/docs/reference/access-authn-authz/authorization/'],
  appliesTo: podTemplates({ namespace: 'kube-system', where: pod => controlPlaneContainer(pod, 'kube-apiserver') !== undefined }),
  evaluate: pod => {
    const container = controlPlaneContainer(pod, 'kube-apiserver');
    if (container === undefined) return [];
    const flags = flagsOf(container);
    // A file of authorizers on the node: what it says cannot be seen from here.
    if (flags.has('authorization-config')) return [];
    const mode = flags.get('authorization-mode');
    const place = mode?.path ?? at(container.path, 'command');
    const detail = { container: container.name };
    const modes = mode === undefined ? ['AlwaysAllow'] : mode.value.split(',').map(name => name.trim());
    if (modes.includes('AlwaysAllow')) {
      const how =
        mode === undefined
          ? 'sets no --authorization-mode, which means AlwaysAllow'
          : 'sets --authorization-mode to include AlwaysAllow';
      return [
        finding(place, `${nameOf(pod.object)} ${how}: whoever authenticates is administrator.`, {
          ...detail,
          severity: 'critical',
        }),
      ];
    }
    return modes.includes('RBAC')
      ? []
      : [finding(place, `${nameOf(pod.object)} authorizes by ${modes.join(',')}, without RBAC.`, detail)];
  },
});
