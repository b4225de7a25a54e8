import { groupsWith, impliedGroups } from '#kube/rbac/user-names';
import type { Requester } from './policy.ts';
import { subjectOfKey } from './subject-index.ts';

/** A subject of bindings as one who asks, with the groups that authentication adds; a group stands for any member. */
export const requesterOfKey = (key: string): Requester => {
  const { kind, name } = subjectOfKey(key);
  return kind === 'user' ? { user: name, groups: impliedGroups(name) } : { user: '', groups: groupsWith(name) };
};
