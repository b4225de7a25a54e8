import type { UpkeepRow } from '#contract/rbac';
import type { Authorizer } from '../authorizer.ts';
import type { Binding } from '../policy.ts';
import { refKey } from '../policy-of.ts';
import { refText, rowOf } from './ref-text.ts';

/** What a binding does: its place, its role, and whom it binds, in whatever order and however often. */
const contentKey = ({ ref, roleRef, subjects }: Binding): string => {
  if (subjects.length === 1) {
    const [only] = subjects;
    return `${ref.namespace ?? ''} ${refKey(roleRef)} ${only?.kind ?? ''} ${only?.name ?? ''}`;
  }
  const names = [...new Set(subjects.map(({ kind, name }) => `${kind} ${name}`))].sort();
  return `${ref.namespace ?? ''} ${refKey(roleRef)} ${names.length === 1 ? (names[0] ?? '') : JSON.stringify(names)}`;
};

/** Bindings that repeat another one of their namespace whole, by index: the first of each is no repetition. */
export const duplicateBindings = ({ policy }: Authorizer): ReadonlyMap<number, number> => {
  const first = new Map<string, number>();
  const repeated = new Map<number, number>();
  policy.bindings.forEach((binding, at) => {
    if (binding.subjects.length === 0) return;
    const key = contentKey(binding);
    const known = first.get(key);
    if (known === undefined) first.set(key, at);
    else repeated.set(at, known);
  });
  return repeated;
};

export const duplicateRows = ({ policy }: Authorizer, repeated: ReadonlyMap<number, number>): readonly UpkeepRow[] =>
  [...repeated].flatMap(([at, known]) => {
    const [binding, original] = [policy.bindings[at], policy.bindings[known]];
    if (binding === undefined || original === undefined) return [];
    const what = `${refText(binding.ref)} binds the same subjects to the same role as ${refText(original.ref)}.`;
    return [rowOf('duplicate', binding.ref, what, [refText(original.ref)], binding)];
  });
