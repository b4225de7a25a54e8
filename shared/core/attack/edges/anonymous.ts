import { because, blocked, seen, together } from '../reached.ts';
import type { FoundEdge } from '../edge.ts';
import { apiServers } from '../mitigations/api-server-flags.ts';
import { internetId, type World } from '../world.ts';
import type { Reached } from '../edge.ts';
import { at } from '#kube/pointer';
import { agreed } from '../mitigations/api-server-flags.ts';

const names: ReadonlySet<string> = new Set(['user system:anonymous', 'group system:unauthenticated']);

/** Off only where every API server that is seen says so; with an authentication file nobody can tell. */
const anonymousAuth = (world: World): Reached => {
  const off = agreed(world, flags => flags.get('anonymous-auth')?.value === 'false') === 'on';
  const pod = apiServers(world)[0]?.pod;
  return off && pod !== undefined
    ? blocked({
        mitigation: 'anonymous-auth-off',
        what: 'The API server takes no requests without a login.',
        object: world.keyOf(pod),
      })
    : together();
};

export const anonymousEveryone: FoundEdge = {
  kind: 'found',
  from: 'internet',
  to: 'user',
  id: 'ANONYMOUS',
  row: 'R51',
  title: 'Nobody has to log in',
  severity: 'high',
  cost: 1,
  gives: 'The rights that are bound to system:anonymous or system:unauthenticated beyond what Kubernetes ships.',
  abuse:
    'A request without a login is one of system:anonymous in group system:unauthenticated. Whoever reaches the API server may send it; whether the internet does, no snapshot tells.',
  detect: 'Audit events of system:anonymous other than on health and version.',
  remove: 'Delete the binding, or take the subject out of it.',
  mitigations: [
    '--anonymous-auth=false, or an authentication file that limits it to paths.',
    'A firewall in front of the API server, which no object tells of.',
  ],
  references: [
    'https://kubernetes.io/docs/reference/access-authn-authz/authentication/#anonymous-requests',
    'https://attack.mitre.org/techniques/T1078/',
  ],
  *find(world) {
    for (const { baseline, object, subjects } of world.policy.bindings) {
      if (baseline) continue;
      for (const { kind, name, index } of subjects) {
        if (!names.has(`${kind} ${name}`)) continue;
        const what = `${object.kind} ${object.metadata.name} gives rights to ${name}.`;
        const reached = together(because(seen(world, object, at('/subjects', index), what)), anonymousAuth(world));
        yield { from: internetId, to: kind === 'user' ? `user:${name}` : 'user:system:anonymous', ...reached };
      }
    }
  },
};
