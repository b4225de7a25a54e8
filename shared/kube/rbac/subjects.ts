import type { KubeObject } from '#contract/kube';
import type { Pointer } from '#contract/rule';
import { isJsonObject } from '#contract/json';
import { listAt, textAt } from '../json-fields.ts';
import { at } from '../pointer.ts';
import { accountUser } from './user-names.ts';

export interface RoleSubject {
  readonly kind: string;
  readonly name: string;
  readonly namespace: string | undefined;
  readonly path: Pointer;
  /** In the binding's list. */
  readonly index: number;
}

export const bindingSubjects = (binding: KubeObject): readonly RoleSubject[] =>
  listAt(binding, 'subjects').flatMap((subject, index) =>
    isJsonObject(subject)
      ? [
          {
            kind: textAt(subject, 'kind') ?? '',
            name: textAt(subject, 'name') ?? '',
            namespace: textAt(subject, 'namespace'),
            path: at('', 'subjects', index),
            index,
          },
        ]
      : [],
  );

/** A subject as requests are compared with it: by user name, or by membership in a group. */
export interface MatchedBy {
  readonly kind: 'user' | 'group';
  readonly name: string;
}

/**
 * Whom a subject means; null where it means nobody: an unknown kind, or an account of no namespace in a ClusterRoleBinding.
 * `namespace` is the binding's, '' for a ClusterRoleBinding. The subject's apiGroup does not count in matching.
 */
export const matchedBy = (subject: Omit<RoleSubject, 'path' | 'index'>, namespace: string): MatchedBy | null => {
  if (subject.kind === 'User') return { kind: 'user', name: subject.name };
  if (subject.kind === 'Group') return { kind: 'group', name: subject.name };
  if (subject.kind !== 'ServiceAccount') return null;
  const home = subject.namespace === undefined || subject.namespace === '' ? namespace : subject.namespace;
  return home === '' ? null : { kind: 'user', name: accountUser(home, subject.name) };
};
