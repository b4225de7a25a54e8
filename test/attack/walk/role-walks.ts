import { accepted, bindingTo, everyRule, may, mayEverything, merge, rbac, reads, soon, subjectUser, type Walk } from './walk.ts';

const group = 'rbac.authorization.k8s.io';
const all = { verbs: ['*'], apiGroups: ['*'], resources: ['*'] };

/** R2 to R6: roles and bindings. */
export const roleWalks: readonly Walk[] = [
  {
    edge: 'BIND_CLUSTER_ROLE',
    name: 'binds a role of every right to itself',
    to: ({ id }) => `role:ClusterRole/_cluster/${id}-strong`,
    grants: ({ id, user }) => [
      { to: `user:${user}`, can: [`bind clusterroles@${group} named ${id}-strong`] },
      { to: `user:${user}`, can: [`create clusterrolebindings@${group}`] },
    ],
    objects: ({ id }) => [{ is: `ClusterRole ${id}-strong`, rules: [all] }],
    fix: { withoutGrant: 0 },
    walk: async ({ ask, id, user }) =>
      (await accepted(() => ask('POST', `${rbac}/clusterrolebindings`, bindingTo('ClusterRole', `${id}-strong`, id, user)))) &&
      soon(() => mayEverything(ask)),
  },
  {
    edge: 'BIND_CLUSTER_ROLE_IN_NAMESPACE',
    name: 'by a verb bind that a RoleBinding gives',
    to: ({ id, namespace }) => `role:ClusterRole/${namespace}/${id}-reader`,
    grants: ({ id, user, namespace }) => [
      { to: `user:${user}`, in: namespace, clusterRole: true, can: [`bind clusterroles@${group} named ${id}-reader`] },
      { to: `user:${user}`, in: namespace, can: [`create rolebindings@${group}`] },
    ],
    objects: ({ id, namespace }) => [
      { is: `ClusterRole ${id}-reader`, rules: [{ verbs: ['get'], apiGroups: [''], resources: ['secrets'] }] },
      { is: `Secret ${namespace}/db`, stringData: { key: 'value' } },
    ],
    fix: { withoutGrant: 0 },
    walk: async ({ ask, id, user, namespace }) =>
      (await accepted(() =>
        ask(
          'POST',
          `${rbac}/namespaces/${namespace}/rolebindings`,
          bindingTo('ClusterRole', `${id}-reader`, id, user, namespace),
        ),
      )) && soon(() => reads(ask, `/api/v1/namespaces/${namespace}/secrets/db`)),
  },
  {
    edge: 'BIND_ROLE',
    name: 'binds a Role of the namespace to itself',
    to: ({ namespace }) => `role:Role/${namespace}/strong`,
    grants: ({ user, namespace }) => [
      { to: `user:${user}`, in: namespace, can: [`bind roles@${group}`, `create rolebindings@${group}`] },
    ],
    objects: ({ namespace }) => [{ is: `Role ${namespace}/strong`, rules: [all] }],
    fix: { withoutGrant: 0 },
    walk: async ({ ask, id, user, namespace }) =>
      (await accepted(() =>
        ask('POST', `${rbac}/namespaces/${namespace}/rolebindings`, bindingTo('Role', 'strong', id, user, namespace)),
      )) && soon(() => may(ask, { verb: '*', group: '*', resource: '*', namespace })),
  },
  {
    edge: 'BIND_BY_NAME',
    name: 'makes a binding by server-side apply of a name',
    to: ({ id }) => `role:ClusterRole/_cluster/${id}-strong`,
    grants: ({ id, user }) => [
      { to: `user:${user}`, can: [`bind clusterroles@${group} named ${id}-strong`] },
      { to: `user:${user}`, can: [`create,patch clusterrolebindings@${group} named ${id}-mine`] },
    ],
    objects: ({ id }) => [{ is: `ClusterRole ${id}-strong`, rules: [all] }],
    fix: { withoutGrant: 0 },
    walk: async ({ ask, id, user }) => {
      const binding = bindingTo('ClusterRole', `${id}-strong`, `${id}-mine`, user);
      const posted = await ask('POST', `${rbac}/clusterrolebindings`, binding);
      if (posted.status !== 403) throw new Error(`A POST by a name: ${String(posted.status)}`);
      const apply = { contentType: 'application/apply-patch+yaml' };
      const path = `${rbac}/clusterrolebindings/${id}-mine?fieldManager=walk`;
      return (await accepted(() => ask('PATCH', path, binding, apply))) && soon(() => mayEverything(ask));
    },
  },
  {
    edge: 'BIND_BY_NAME_IN_NAMESPACE',
    name: 'makes a RoleBinding by a PUT of a name',
    to: ({ namespace }) => `role:Role/${namespace}/reader`,
    grants: ({ user, namespace }) => [
      { to: `user:${user}`, in: namespace, can: [`bind roles@${group} named reader`] },
      { to: `user:${user}`, in: namespace, can: [`create,update rolebindings@${group} named mine`] },
    ],
    objects: ({ namespace }) => [
      { is: `Role ${namespace}/reader`, rules: [{ verbs: ['get'], apiGroups: [''], resources: ['secrets'] }] },
      { is: `Secret ${namespace}/db`, stringData: { key: 'value' } },
    ],
    fix: { withoutGrant: 0 },
    walk: async ({ ask, user, namespace }) =>
      (await accepted(() =>
        ask('PUT', `${rbac}/namespaces/${namespace}/rolebindings/mine`, bindingTo('Role', 'reader', 'mine', user, namespace)),
      )) && soon(() => reads(ask, `/api/v1/namespaces/${namespace}/secrets/db`)),
  },
  {
    edge: 'BINDING_REWRITE',
    name: 'adds itself to a binding that is there',
    to: ({ id }) => `role:ClusterRole/_cluster/${id}-strong`,
    grants: ({ id, user, mate }) => [
      { to: `user:${user}`, can: [`bind clusterroles@${group} named ${id}-strong`] },
      { to: `user:${user}`, can: [`patch clusterrolebindings@${group} named ${id}-strong`] },
      { to: `user:${mate}`, role: `${id}-strong`, binding: `${id}-strong`, can: ['* *@*'] },
    ],
    fix: { withoutGrant: 0 },
    walk: async ({ ask, id, user }) =>
      (await accepted(() =>
        ask('PATCH', `${rbac}/clusterrolebindings/${id}-strong`, { subjects: [subjectUser(user)] }, merge),
      )) && soon(() => mayEverything(ask)),
  },
  {
    edge: 'BINDING_REWRITE_IN_NAMESPACE',
    name: 'adds itself to a RoleBinding that is there',
    to: ({ namespace }) => `role:Role/${namespace}/reader`,
    grants: ({ user, mate, namespace }) => [
      { to: `user:${user}`, in: namespace, can: [`bind roles@${group} named reader`] },
      { to: `user:${user}`, in: namespace, can: [`patch rolebindings@${group} named readers`] },
      { to: `user:${mate}`, in: namespace, role: 'reader', binding: 'readers', can: ['get secrets'] },
    ],
    objects: ({ namespace }) => [{ is: `Secret ${namespace}/db`, stringData: { key: 'value' } }],
    fix: { withoutGrant: 1 },
    walk: async ({ ask, user, namespace }) =>
      (await accepted(() =>
        ask('PATCH', `${rbac}/namespaces/${namespace}/rolebindings/readers`, { subjects: [subjectUser(user)] }, merge),
      )) && soon(() => reads(ask, `/api/v1/namespaces/${namespace}/secrets/db`)),
  },
  {
    edge: 'ESCALATE',
    name: 'writes every right into its own role',
    to: () => 'admin',
    grants: ({ id, user }) => [
      { to: `user:${user}`, role: `${id}-own`, can: [`escalate clusterroles@${group}`] },
      { to: `user:${user}`, can: [`patch clusterroles@${group}`] },
    ],
    fix: { withoutGrant: 0 },
    walk: async ({ ask, id }) =>
      (await accepted(() => ask('PATCH', `${rbac}/clusterroles/${id}-own`, { rules: [everyRule] }, merge))) &&
      soon(() => mayEverything(ask)),
  },
  {
    edge: 'ESCALATE_HELD_ROLE',
    name: 'writes every right into the one role that it may',
    to: () => 'admin',
    grants: ({ id, user }) => [
      { to: `user:${user}`, can: [`escalate,update,patch clusterroles@${group} named ${id}-held`] },
      { to: `user:${user}`, role: `${id}-held`, can: ['get pods'] },
    ],
    fix: { withoutGrant: 1 },
    walk: async ({ ask, id }) =>
      (await accepted(() => ask('PATCH', `${rbac}/clusterroles/${id}-held`, { rules: [everyRule] }, merge))) &&
      soon(() => mayEverything(ask), 2000),
  },
  {
    edge: 'ESCALATE_HELD_ROLE_IN_NAMESPACE',
    name: 'writes every right into the one role, which is bound in a namespace',
    to: ({ namespace }) => `ns:${namespace}`,
    grants: ({ id, user, namespace }) => [
      { to: `user:${user}`, can: [`escalate,patch clusterroles@${group} named ${id}-held`] },
      { to: `user:${user}`, in: namespace, clusterRole: true, role: `${id}-held`, can: ['get pods'] },
    ],
    fix: { withoutGrant: 0 },
    walk: async ({ ask, id, namespace }) =>
      (await accepted(() => ask('PATCH', `${rbac}/clusterroles/${id}-held`, { rules: [everyRule] }, merge))) &&
      (await soon(() => may(ask, { verb: '*', group: '*', resource: '*', namespace }))) &&
      !(await mayEverything(ask)),
  },
  {
    edge: 'ESCALATE_AND_BIND',
    name: 'empties a role, binds it without the verb bind, and fills it',
    to: () => 'admin',
    grants: ({ id, user }) => [
      { to: `user:${user}`, can: [`escalate,patch clusterroles@${group} named ${id}-spare`] },
      { to: `user:${user}`, can: [`create clusterrolebindings@${group}`] },
    ],
    objects: ({ id }) => [{ is: `ClusterRole ${id}-spare`, rules: [{ verbs: ['get'], apiGroups: [''], resources: ['nodes'] }] }],
    fix: { withoutGrant: 1 },
    walk: async ({ ask, id, user }) => {
      const role = `${rbac}/clusterroles/${id}-spare`;
      const bind = () => ask('POST', `${rbac}/clusterrolebindings`, bindingTo('ClusterRole', `${id}-spare`, id, user));
      // It does not hold the role's right yet: the binding is refused as long as there is one.
      if ((await bind()).status < 300) throw new Error('The binding of a role with rules was accepted.');
      return (
        (await accepted(() => ask('PATCH', role, { rules: [] }, merge))) &&
        (await soon(async () => (await bind()).status < 300, 3000)) &&
        (await accepted(() => ask('PATCH', role, { rules: [everyRule] }, merge))) &&
        soon(() => mayEverything(ask))
      );
    },
  },
  {
    edge: 'ESCALATE_AND_BIND',
    name: 'makes two roles, of which one fills the other after it was bound',
    to: () => 'admin',
    grants: ({ user }) => [
      { to: `user:${user}`, can: [`escalate,create clusterroles@${group}`] },
      { to: `user:${user}`, can: [`create clusterrolebindings@${group}`] },
    ],
    fix: { withoutGrant: 0 },
    walk: async ({ ask, id, user }) => {
      const role = (name: string, more: object): object => ({
        apiVersion: `${group}/v1`,
        kind: 'ClusterRole',
        metadata: { name, ...('labels' in more ? { labels: more.labels } : {}) },
        ...('aggregationRule' in more ? { aggregationRule: more.aggregationRule } : {}),
        rules: 'rules' in more ? more.rules : [],
      });
      const selector = { clusterRoleSelectors: [{ matchLabels: { [`${id}.example.com/part`]: 'true' } }] };
      return (
        (await accepted(
          () => ask('POST', `${rbac}/clusterroles`, role(`${id}-whole`, { aggregationRule: selector })),
          () => ask('POST', `${rbac}/clusterrolebindings`, bindingTo('ClusterRole', `${id}-whole`, id, user)),
          () =>
            ask(
              'POST',
              `${rbac}/clusterroles`,
              role(`${id}-part`, { labels: { [`${id}.example.com/part`]: 'true' }, rules: [everyRule] }),
            ),
        )) && soon(() => mayEverything(ask), 20_000)
      );
    },
  },
  {
    edge: 'ESCALATE_NAMESPACE_ROLE',
    name: 'writes every right into its own Role',
    to: ({ namespace }) => `ns:${namespace}`,
    grants: ({ user, namespace }) => [
      { to: `user:${user}`, in: namespace, role: 'own', can: [`escalate roles@${group}`] },
      { to: `user:${user}`, in: namespace, can: [`patch roles@${group}`] },
    ],
    fix: { withoutGrant: 0 },
    walk: async ({ ask, namespace }) =>
      (await accepted(() => ask('PATCH', `${rbac}/namespaces/${namespace}/roles/own`, { rules: [everyRule] }, merge))) &&
      soon(() => may(ask, { verb: '*', group: '*', resource: '*', namespace })),
  },
  {
    edge: 'ESCALATE_AND_BIND_IN_NAMESPACE',
    name: 'empties a Role, binds it without the verb bind, and fills it',
    to: ({ namespace }) => `ns:${namespace}`,
    grants: ({ user, namespace }) => [
      { to: `user:${user}`, in: namespace, clusterRole: true, can: [`escalate,patch roles@${group}`] },
      { to: `user:${user}`, in: namespace, clusterRole: true, can: [`create rolebindings@${group}`] },
    ],
    objects: ({ namespace }) => [
      { is: `Role ${namespace}/spare`, rules: [{ verbs: ['get'], apiGroups: [''], resources: ['pods'] }] },
    ],
    fix: { withoutGrant: 1 },
    walk: async ({ ask, id, user, namespace }) => {
      const role = `${rbac}/namespaces/${namespace}/roles/spare`;
      const bind = () =>
        ask('POST', `${rbac}/namespaces/${namespace}/rolebindings`, bindingTo('Role', 'spare', id, user, namespace));
      return (
        (await accepted(() => ask('PATCH', role, { rules: [] }, merge))) &&
        (await soon(async () => (await bind()).status < 300, 3000)) &&
        (await accepted(() => ask('PATCH', role, { rules: [everyRule] }, merge))) &&
        soon(() => may(ask, { verb: '*', group: '*', resource: '*', namespace }))
      );
    },
  },
  {
    edge: 'AGGREGATIONRULE_WRITE',
    name: 'lets its own role collect another',
    to: () => 'admin',
    grants: ({ id, user }) => [
      { to: `user:${user}`, can: [`escalate,patch clusterroles@${group}`] },
      { to: `user:${user}`, role: `${id}-own`, can: ['get pods'] },
    ],
    objects: ({ id }) => [
      { is: `ClusterRole ${id}-all`, metadata: { labels: { [`${id}.example.com/all`]: 'true' } }, rules: [all] },
    ],
    fix: { withoutGrant: 0 },
    walk: async ({ ask, id }) => {
      const selector = { clusterRoleSelectors: [{ matchLabels: { [`${id}.example.com/all`]: 'true' } }] };
      return (
        (await accepted(() => ask('PATCH', `${rbac}/clusterroles/${id}-own`, { aggregationRule: selector }, merge))) &&
        soon(() => mayEverything(ask), 20_000)
      );
    },
  },
  {
    edge: 'AGGREGATE_ESCALATE',
    name: 'fills an aggregated role that it holds',
    to: () => 'admin',
    grants: ({ id, user }) => [
      { to: `user:${user}`, can: [`escalate,create clusterroles@${group}`] },
      { to: `user:${user}`, role: `${id}-whole`, can: [] },
    ],
    objects: ({ id }) => [
      {
        is: `ClusterRole ${id}-whole`,
        aggregationRule: { clusterRoleSelectors: [{ matchLabels: { [`${id}.example.com/part`]: 'true' } }] },
        rules: [],
      },
    ],
    fix: { withoutGrant: 0 },
    walk: async ({ ask, id }) =>
      (await accepted(() =>
        ask('POST', `${rbac}/clusterroles`, {
          apiVersion: `${group}/v1`,
          kind: 'ClusterRole',
          metadata: { name: `${id}-part`, labels: { [`${id}.example.com/part`]: 'true' } },
          rules: [everyRule],
        }),
      )) && soon(() => mayEverything(ask), 20_000),
  },
  {
    edge: 'AGGREGATE_INJECT',
    name: 'spreads a right of its own, and no other, to the holders of an aggregated role',
    to: () => 'impact:spread',
    grants: ({ id, user, mate }) => [
      { to: `user:${user}`, can: [`create clusterroles@${group}`] },
      { to: `user:${user}`, can: ['get nodes'] },
      { to: `user:${mate}`, role: `${id}-whole`, can: [] },
    ],
    objects: ({ id }) => [
      {
        is: `ClusterRole ${id}-whole`,
        aggregationRule: { clusterRoleSelectors: [{ matchLabels: { [`${id}.example.com/part`]: 'true' } }] },
        rules: [],
      },
    ],
    fix: { withoutGrant: 0 },
    walk: async ({ ask, asMate, id }) => {
      const part = (name: string, rule: object): object => ({
        apiVersion: `${group}/v1`,
        kind: 'ClusterRole',
        metadata: { name, labels: { [`${id}.example.com/part`]: 'true' } },
        rules: [rule],
      });
      const more = await ask('POST', `${rbac}/clusterroles`, part(`${id}-more`, everyRule));
      if (more.status !== 403) throw new Error(`Rights beyond its own: ${String(more.status)}`);
      return (
        (await accepted(() =>
          ask('POST', `${rbac}/clusterroles`, part(`${id}-part`, { apiGroups: [''], resources: ['nodes'], verbs: ['get'] })),
        )) && soon(() => may(asMate, { verb: 'get', group: '', resource: 'nodes' }), 20_000)
      );
    },
  },
  {
    edge: 'BINDING_WRITE_NO_BIND',
    name: 'gives away what it holds, and nothing else',
    to: () => 'impact:persistence',
    grants: ({ id, user }) => [
      { to: `user:${user}`, can: [`create clusterrolebindings@${group}`] },
      { to: `user:${user}`, role: `${id}-held`, can: ['get nodes'] },
    ],
    fix: { withoutGrant: 0 },
    walk: async ({ ask, asMate, id, mate, user }) => {
      const strong = await ask('POST', `${rbac}/clusterrolebindings`, bindingTo('ClusterRole', 'cluster-admin', `${id}-x`, user));
      if (strong.status !== 403) throw new Error(`cluster-admin without bind: ${String(strong.status)}`);
      return (
        (await accepted(() => ask('POST', `${rbac}/clusterrolebindings`, bindingTo('ClusterRole', `${id}-held`, id, mate)))) &&
        soon(() => may(asMate, { verb: 'get', group: '', resource: 'nodes' }))
      );
    },
  },
  {
    edge: 'BINDING_WRITE_NO_BIND_IN_NAMESPACE',
    name: 'gives away what it holds in the namespace, and nothing else',
    to: () => 'impact:persistence',
    grants: ({ user, namespace }) => [
      { to: `user:${user}`, in: namespace, can: [`create rolebindings@${group}`] },
      { to: `user:${user}`, in: namespace, role: 'held', can: ['get pods'] },
    ],
    fix: { withoutGrant: 0 },
    walk: async ({ ask, asMate, id, mate, user, namespace }) => {
      const bindings = `${rbac}/namespaces/${namespace}/rolebindings`;
      const strong = await ask('POST', bindings, bindingTo('ClusterRole', 'cluster-admin', `${id}-x`, user, namespace));
      if (strong.status !== 403) throw new Error(`cluster-admin without bind: ${String(strong.status)}`);
      return (
        (await accepted(() => ask('POST', bindings, bindingTo('Role', 'held', id, mate, namespace)))) &&
        soon(() => may(asMate, { verb: 'get', group: '', resource: 'pods', namespace }))
      );
    },
  },
];
