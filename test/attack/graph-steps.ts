import { atomText } from '#core/rbac/atom-text';
import type { Policy } from '#core/rbac/policy';
import { breakdown, ruleCovers } from '#kube/rbac/covers';
import type { AttackGraph } from '#core/attack/graph/build-graph';
import { subjectNodeId } from '#core/attack/graph/grant-table';
import type { GraphState } from '#core/attack/graph/graph-state';
import { groupNodeId, impliedGroups, nodeParts } from '#core/attack/graph/node-ids';
import { stepsAt } from '#core/attack/graph/seen-steps';
import { admittedBy, noFilter } from '#core/attack/search/admitted';

/**
 * Every step that somebody can read, by ids. What a group that leads nowhere has for members is nothing to read; and what nothing
 * binds or leads to any more is in no snapshot, while a question about the change still knows it. Steps into it are compared.
 */
export const stepsOf = (state: GraphState, real: AttackGraph): readonly string[] => {
  const { space, view, edges } = state;
  const question = { view, space, admitted: admittedBy(state, noFilter, 'seen'), limit: Infinity };
  const steps: string[] = [];
  const leads = (node: number): boolean => stepsAt(node, 'out', question).some(({ edge }) => edge !== state.member);
  for (let node = 0; node < space.count(); node++) {
    if (space.isFold(node) || real.space.find(space.id(node)) === undefined) continue;
    for (const { edge, from, to, flags } of stepsAt(node, 'out', question))
      if (edge !== state.member || leads(to)) steps.push(`${space.id(from)} ${edges[edge]?.id} ${space.id(to)} ${flags}`);
  }
  return steps.toSorted();
};

/** What bound subjects may no longer do, by asking each rule about each right of before. */
export const naiveLost = (before: Policy, after: Policy): ReadonlyMap<string, ReadonlySet<string>> => {
  const held = (policy: Policy, ids: readonly string[], namespace: string | null) =>
    policy.bindings
      .filter(
        ({ ref, subjects }) =>
          (ref.namespace === null || ref.namespace === namespace) && subjects.some(one => ids.includes(subjectNodeId(one))),
      )
      .flatMap(({ role }) => policy.roles[role]?.rules ?? []);
  const lost = new Map<string, Set<string>>();
  for (const { ref, subjects, role } of before.bindings)
    for (const one of subjects) {
      const id = subjectNodeId(one);
      const parts = nodeParts(id);
      const ids = [id, ...(parts === undefined ? [] : impliedGroups(parts).map(groupNodeId))];
      const left = held(after, ids, ref.namespace);
      for (const atom of (before.roles[role]?.rules ?? []).flatMap(breakdown)) {
        // A RoleBinding gives no URLs.
        if ((atom.url !== null && ref.namespace !== null) || left.some(rule => ruleCovers(rule, atom))) continue;
        const text = `${atomText(atom)} ${ref.namespace === null ? 'everywhere' : `in ${ref.namespace}`}`;
        lost.set(id, (lost.get(id) ?? new Set()).add(text));
      }
    }
  return lost;
};
