import type { JsonValue } from '#contract/json';
import { isJsonObject } from '#contract/json';
import type { KubeObject } from '#contract/kube';
import type { JsonPatchOp, Patch } from '#contract/patch';
import { ChangeRisk } from '#contract/patch';
import { problem } from '#contract/problem';
import type { Problem } from '#contract/problem';
import type { Result } from '#contract/result';
import { fail, ok } from '#contract/result';
import type { FieldEdit } from './apply-edits.ts';
import { jsonEqual } from './json-equal.ts';
import { joinedChecks } from './patch-checks.ts';
import { patchOf, sameObject } from './patch.ts';
import { pointerOf } from './pointer.ts';

/** A patch that stays out, because another one for the same object says otherwise. */
export interface Conflict {
  readonly patch: Patch;
  readonly why: string;
}

export interface Merged {
  readonly patch: Patch;
  readonly conflicts: readonly Conflict[];
}

/** Several patches of one object, each made against `object`, as one. Where two exclude each other the first counts. */
export const mergePatches = (patches: readonly Patch[], object: KubeObject): Result<Merged, Problem> => {
  const [first] = patches;
  if (
    first === undefined ||
    patches.some(
      ({ target, dialect, redacted }) => !sameObject(target, first.target) || dialect !== 'json-patch' || redacted !== null,
    )
  ) {
    return fail(
      problem('not-patchable', {
        what: 'These patches cannot be one.',
        why: 'They are not all changes of fields of the same object.',
      }),
    );
  }
  if (patches.length === 1) return ok({ patch: first, conflicts: [] });
  const { kept, edits, conflicts } = withoutConflicts(patches);
  const mayBreak = [...new Set(kept.flatMap(patch => patch.mayBreak ?? []))].join(' ');
  const merged = patchOf(
    object,
    { edits, risk: worstRisk(kept), ...(mayBreak === '' ? {} : { mayBreak }) },
    {
      id: `${first.id}${kept.length > 1 ? `+${kept.length - 1}` : ''}`,
      ruleId: [...new Set(kept.map(({ ruleId }) => ruleId))].join('+'),
      findingIds: [...new Set(kept.flatMap(({ findingIds }) => findingIds))],
      title: titleOf(kept),
    },
  );
  return merged.ok ? ok({ patch: { ...merged.value, checks: joinedChecks(kept) }, conflicts }) : merged;
};

const titleOf = (patches: readonly Patch[]): string => {
  const titles = [...new Set(patches.map(({ title }) => title))];
  return titles.length > 3 ? `${titles.slice(0, 3).join('; ')}; and ${titles.length - 3} more` : titles.join('; ');
};

const worstRisk = (patches: readonly Patch[]): Patch['risk'] =>
  ChangeRisk.options.findLast(risk => patches.some(patch => patch.risk === risk)) ?? 'no-restart';

const withoutConflicts = (
  patches: readonly Patch[],
): { readonly kept: readonly Patch[]; readonly edits: readonly FieldEdit[]; readonly conflicts: readonly Conflict[] } => {
  const kept: Patch[] = [];
  const conflicts: Conflict[] = [];
  const edits: FieldEdit[] = [];
  for (const patch of patches) {
    const wanted = editsOf(patch.operations);
    const contradicted = wanted.find(edit => edits.some(other => contradict(edit, other)));
    if (contradicted !== undefined) {
      conflicts.push({
        patch,
        why: `Another patch of this object changes ${contradicted.path} in another way; make this one after that has been applied.`,
      });
      continue;
    }
    kept.push(patch);
    edits.push(...wanted.filter(edit => !edits.some(other => sameEdit(edit, other))));
  }
  return { kept, edits, conflicts };
};

/** The changes of a patch as edits of single fields, so that two that add one parent do not exclude each other. */
export const editsOf = (operations: readonly JsonPatchOp[]): readonly FieldEdit[] =>
  operations.flatMap((operation): readonly FieldEdit[] => {
    if (operation.op === 'test') return [];
    if (operation.op === 'remove') return [{ op: 'remove', path: operation.path }];
    return operation.op === 'replace' || operation.path.endsWith('/-')
      ? [{ op: 'set', path: operation.path, value: operation.value ?? null }]
      : leafEdits(operation.path, operation.value ?? null);
  });

const leafEdits = (path: string, value: JsonValue): readonly FieldEdit[] => {
  const fields = isJsonObject(value) ? Object.entries(value) : [];
  return fields.length === 0
    ? [{ op: 'set', path, value }]
    : fields.flatMap(([key, item]) => leafEdits(`${path}${pointerOf([key])}`, item ?? null));
};

const sameEdit = (left: FieldEdit, right: FieldEdit): boolean =>
  left.op === right.op &&
  left.path === right.path &&
  jsonEqual(left.op === 'set' ? left.value : null, right.op === 'set' ? right.value : null);

/** Two edits of one place, or one inside what the other replaces or removes. Appending twice is no contradiction. */
const contradict = (left: FieldEdit, right: FieldEdit): boolean => {
  if (sameEdit(left, right)) return false;
  if (left.path === right.path) return !left.path.endsWith('/-');
  return left.path.startsWith(`${right.path}/`) || right.path.startsWith(`${left.path}/`);
};
