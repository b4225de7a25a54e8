import type { AttackChange } from '#contract/attack';
import type { Problem } from '#contract/problem';
import type { RbacRef } from '#contract/rbac';
import { fail, ok, type Result } from '#contract/result';
import { usage } from '../usage.ts';

export interface ChangeFlags {
  readonly remove?: readonly string[];
  readonly removeSubject?: readonly string[];
  readonly removeField?: readonly string[];
  readonly raise?: readonly string[];
}

const kinds: Readonly<Record<string, RbacRef['kind']>> = {
  role: 'Role',
  clusterrole: 'ClusterRole',
  rolebinding: 'RoleBinding',
  clusterrolebinding: 'ClusterRoleBinding',
};

const wrong = (text: string, why: string): Result<never, Problem> =>
  fail(
    usage(
      `The change "${text.slice(0, 300)}" cannot be read.`,
      why,
      'Such as: clusterrolebinding/NAME, rolebinding/NS/NAME, role/NS/NAME#2 for its second rule, apps/deployments/NS/NAME for an object.',
    ),
  );

const refOf = (text: string): RbacRef | undefined => {
  const [prefix = '', ...rest] = text.split('/');
  const kind = kinds[prefix.toLowerCase()];
  if (kind === undefined || rest.some(part => part === '')) return undefined;
  const clusterWide = kind.startsWith('Cluster');
  if (rest.length !== (clusterWide ? 1 : 2)) return undefined;
  return { kind, namespace: clusterWide ? null : (rest[0] ?? ''), name: rest.at(-1) ?? '' };
};

const removal = (text: string): Result<AttackChange, Problem> => {
  const hash = text.lastIndexOf('#');
  const ref = refOf(hash < 0 ? text : text.slice(0, hash));
  if (ref === undefined)
    return text.split('/').length === 4 && hash < 0
      ? ok({ remove: 'object', object: text })
      : wrong(text, 'It names no role, binding or object.');
  const isRole = ref.kind === 'Role' || ref.kind === 'ClusterRole';
  if (hash < 0) return ok(isRole ? { remove: 'role', role: ref } : { remove: 'binding', binding: ref });
  const rule = Number(text.slice(hash + 1));
  if (!isRole || !Number.isInteger(rule) || rule < 1)
    return wrong(text, 'After # stands the number of a rule of a role, from 1.');
  return ok({ remove: 'rule', role: ref, rule: rule - 1 });
};

const subjectRemoval = (text: string): Result<AttackChange, Problem> => {
  const equals = text.indexOf('=');
  const binding = equals < 0 ? undefined : refOf(text.slice(0, equals));
  return binding === undefined || !binding.kind.endsWith('Binding')
    ? wrong(text, 'It takes BINDING=SUBJECT, such as rolebinding/shop/dev=group:developers.')
    : ok({ remove: 'subject', binding, subject: text.slice(equals + 1) });
};

const fieldRemoval = (text: string): Result<AttackChange, Problem> => {
  const hash = text.indexOf('#');
  return hash < 0 || !text.slice(hash + 1).startsWith('/')
    ? wrong(text, 'It takes OBJECT#POINTER, such as apps/deployments/shop/api#/spec/template/spec/hostPID.')
    : ok({ remove: 'field', object: text.slice(0, hash), path: text.slice(hash + 1) });
};

const raising = (text: string): Result<AttackChange, Problem> => {
  const [namespace = '', level] = text.split('=');
  return (level === 'baseline' || level === 'restricted') && namespace !== ''
    ? ok({ raise: 'pod-security', namespace, level })
    : wrong(text, 'It takes NAMESPACE=baseline or NAMESPACE=restricted.');
};

/** All changes that the flags name, in the order of the flags. */
export const changesOf = (flags: ChangeFlags): Result<readonly AttackChange[], Problem> => {
  const changes: AttackChange[] = [];
  const read: readonly (readonly [readonly string[] | undefined, (text: string) => Result<AttackChange, Problem>])[] = [
    [flags.remove, removal],
    [flags.removeSubject, subjectRemoval],
    [flags.removeField, fieldRemoval],
    [flags.raise, raising],
  ];
  for (const [texts, parse] of read)
    for (const text of texts ?? []) {
      const change = parse(text);
      if (!change.ok) return change;
      changes.push(change.value);
    }
  return ok(changes);
};
