import type { Patch } from '#contract/patch';

/** One patch of the tray, by the finding for which it was chosen. */
export interface TrayPatch {
  readonly finding: string;
  readonly patch: Patch;
  readonly manager: string | null;
}

const sameTarget = (a: Patch['target'], b: Patch['target']): boolean =>
  a.apiVersion === b.apiVersion && a.kind === b.kind && a.namespace === b.namespace && a.name === b.name;

const changes = (patch: Patch): readonly string[] => patch.operations.filter(({ op }) => op !== 'test').map(({ path }) => path);

const within = (a: string, b: string): boolean => a === b || a.startsWith(`${b}/`) || b.startsWith(`${a}/`);

/** Two changes of one place: the one applied later would undo or refuse the other. */
const collide = (a: Patch, b: Patch): boolean =>
  a.id !== b.id &&
  sameTarget(a.target, b.target) &&
  (a.dialect === 'create' || b.dialect === 'create' || changes(a).some(path => changes(b).some(other => within(path, other))));

/** Findings whose patches collide with another one that is to be exported too. */
export const conflictsOf = (patches: readonly TrayPatch[]): ReadonlyMap<string, readonly string[]> => {
  const conflicts = new Map<string, string[]>();
  for (const one of patches)
    for (const other of patches)
      if (one !== other && collide(one.patch, other.patch))
        conflicts.set(one.finding, [...(conflicts.get(one.finding) ?? []), other.finding]);
  return conflicts;
};

/** Patches of one manager stand together; those that nobody manages come last. */
export const byManager = (
  patches: readonly TrayPatch[],
): readonly { readonly manager: string | null; readonly patches: readonly TrayPatch[] }[] => {
  const groups = new Map<string | null, TrayPatch[]>();
  for (const entry of patches) groups.set(entry.manager, [...(groups.get(entry.manager) ?? []), entry]);
  return [...groups]
    .map(([manager, members]) => ({ manager, patches: members }))
    .sort(
      (a, b) => (a.manager === null ? 1 : 0) - (b.manager === null ? 1 : 0) || ((a.manager ?? '') < (b.manager ?? '') ? -1 : 1),
    );
};
