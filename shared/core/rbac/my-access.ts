import type { MyAccess, Permission } from '#contract/rbac';
import { problem, type Problem } from '#contract/problem';
import { fail, ok, type Result } from '#contract/result';
import type { SnapshotIndex } from '#core/evaluate/snapshot-index';
import { impliedGroups, mastersGroup } from '#kube/rbac/user-names';
import type { Authorizer } from './authorizer.ts';
import { mastersCaveat, otherAuthorizers } from './caveats.ts';
import { subjectText } from './identity.ts';
import type { Requester } from './policy.ts';
import { type EdgesOf, rightsOf } from './what-can.ts';

export interface MyAccessContext {
  readonly authorizer: Authorizer;
  readonly index: SnapshotIndex;
  readonly edgesOf: EdgesOf;
  /** Cost from these nodes (`user:NAME`, `group:NAME`, `sa:NAMESPACE/NAME`) to admin, the least of them; null: none is known. */
  costToAdmin(nodes: readonly string[]): number | null;
}

/** Who captured the snapshot, as the API server named them, and what is not known of them. */
const connected = ({
  meta,
}: SnapshotIndex['snapshot']): { readonly requester: Requester; readonly groupsKnown: boolean } | undefined => {
  if (meta.capturedAs === null) return undefined;
  const groups = meta.capturedGroups;
  return {
    requester: { user: meta.capturedAs, groups: groups ?? impliedGroups(meta.capturedAs) },
    groupsKnown: groups !== undefined,
  };
};

const notTold = (origin: string): Result<never, Problem> =>
  fail(
    problem('not-available', {
      what: 'Whose rights these would be is not known.',
      why:
        origin === 'manifests' || origin === 'dump'
          ? 'Files do not tell who asks; only a capture of a cluster does.'
          : 'The server did not say who captured this snapshot (it answers since Kubernetes 1.26).',
      todo: 'Ask about a subject by name instead.',
    }),
  );

const byNamespace = (permissions: readonly Permission[]): MyAccess['namespaces'] => {
  const groups = Map.groupBy(permissions, ({ namespace }) => namespace);
  return [...groups].map(([namespace, own]) => ({
    namespace,
    permissions: own,
    edges: [...new Set(own.flatMap(({ edges }) => edges))].sort(),
  }));
};

const caveatsOf = (index: SnapshotIndex, requester: Requester, groupsKnown: boolean): string[] => [
  ...(requester.groups.includes(mastersGroup) ? [mastersCaveat] : []),
  ...(groupsKnown
    ? []
    : ['The snapshot does not tell this user’s groups: rights by them are not counted. Capture anew to have them.']),
  ...(index.snapshot.meta.impersonate === undefined
    ? []
    : ['These are the rights of the identity that the capture impersonated, not of the one that impersonated it.']),
  'Rights are as they were when the snapshot was taken.',
  otherAuthorizers(index),
];

/** What the one who captured the snapshot may do: cluster-wide first, then by namespace. */
export const myAccess = (context: MyAccessContext): Result<MyAccess, Problem> => {
  const { authorizer, index, edgesOf } = context;
  const who = connected(index.snapshot);
  if (who === undefined) return notTold(index.snapshot.meta.origin);
  const { requester, groupsKnown } = who;
  const { permissions, needs } = rightsOf(authorizer, index, requester, { namespace: null, hideBaseline: false }, edgesOf);
  const nodes = [
    subjectText({ kind: 'user', name: requester.user }),
    ...requester.groups.map(name => subjectText({ kind: 'group', name })),
  ];
  return ok({
    user: requester.user,
    groups: [...requester.groups],
    costToAdmin: requester.groups.includes(mastersGroup) ? 0 : context.costToAdmin(nodes),
    namespaces: byNamespace(permissions),
    needs: [...needs],
    caveats: caveatsOf(index, requester, groupsKnown),
  });
};
