import type { Binding, Policy, Role } from '#core/rbac/policy';
import { listAt } from '#kube/json-fields';
import { subjectNodeId } from '../graph/grant-table.ts';
import type { RbacChange } from './rbac-change.ts';

const withoutSubjects = (binding: Binding, gone: ReadonlySet<string>): Binding => {
  const lost = new Set(binding.subjects.filter(one => gone.has(subjectNodeId(one))).map(({ index }) => index));
  const before = (index: number): number => [...lost].filter(other => other < index).length;
  return {
    ...binding,
    subjects: binding.subjects
      .filter(({ index }) => !lost.has(index))
      .map(subject => ({ ...subject, index: subject.index - before(subject.index) })),
    object: { ...binding.object, subjects: listAt(binding.object, 'subjects').filter((_, index) => !lost.has(index)) },
  };
};

/** The policy as a new capture would read it after the change. */
export const changedPolicy = (policy: Policy, { bindings, subjects, roles }: RbacChange): Policy => {
  const kept: Role[] = [];
  // Only a role that is gone moves the numbers of others.
  const moved = [...roles.values()].includes(null) ? new Int32Array(policy.roles.length).fill(-1) : undefined;
  policy.roles.forEach((role, index) => {
    const now = roles.get(index);
    if (now === null) return;
    if (moved !== undefined) moved[index] = kept.length;
    kept.push(now ?? role);
  });
  const left: Binding[] = [];
  policy.bindings.forEach((binding, index) => {
    if (bindings.has(index)) return;
    const gone = subjects.get(index);
    const now = gone === undefined ? binding : withoutSubjects(binding, gone);
    const role = moved === undefined || now.role < 0 ? now.role : (moved[now.role] as number);
    left.push(role === now.role ? now : { ...now, role });
  });
  return { ...policy, roles: kept, bindings: left };
};
