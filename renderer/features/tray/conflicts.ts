import type { Patch } from '#contract/patch';
import type { TrayChoice } from '#contract/tray';

/** One patch of the tray, by the finding for which it was chosen. */
export interface TrayPatch {
  readonly finding: string;
  readonly patch: Patch;
  readonly manager: string | null;
  /** Who answers for the object, as it or its namespace says. */
  readonly owner: string | null;
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

/** Patches that get in each other's way, directly or through a third, and what was decided. */
export interface Conflict {
  readonly entries: readonly TrayPatch[];
  /** The place that all of them touch, as far as they share one: "rules". */
  readonly place: string;
  /** Undefined: not settled yet. Null: merged. Else the finding whose patch is kept alone. */
  readonly keep: string | null | undefined;
}

const sharedPlace = (entries: readonly TrayPatch[]): string => {
  const [first = [], ...others] = entries.map(({ patch }) => changes(patch).map(path => path.split('/').slice(1)));
  const candidates = first.flatMap(path => path.map((_, index) => path.slice(0, path.length - index)));
  const shared = candidates.find(candidate =>
    others.every(paths => paths.some(path => candidate.every((part, index) => path[index] === part))),
  );
  return (shared ?? []).filter(part => part !== '').join('.');
};

const sameSet = (left: readonly string[], right: readonly string[]): boolean =>
  left.length === right.length && left.every(id => right.includes(id));

const keepOf = (entries: readonly TrayPatch[], choices: readonly TrayChoice[]): Conflict['keep'] => {
  const findings = entries.map(({ finding }) => finding);
  const choice = choices.find(each => sameSet(each.findings, findings));
  return choice?.keep === null || choice === undefined || findings.includes(choice.keep) ? choice?.keep : undefined;
};

/** Groups of colliding patches among those that are to be exported. */
export const conflictsOf = (patches: readonly TrayPatch[], choices: readonly TrayChoice[]): readonly Conflict[] => {
  const groups: TrayPatch[][] = [];
  for (const entry of patches) {
    const touched = groups.filter(group => group.some(other => collide(entry.patch, other.patch)));
    const rest = groups.filter(group => !touched.includes(group));
    groups.splice(0, groups.length, ...rest, [...touched.flat(), entry]);
  }
  return groups
    .filter(group => group.length > 1)
    .map(group => {
      const entries = patches.filter(entry => group.includes(entry));
      return { entries, place: sharedPlace(entries), keep: keepOf(entries, choices) };
    });
};

/** The findings whose patches are settled: alone, kept, or in a merge that was chosen. */
export const settledOf = (ticked: readonly TrayPatch[], conflicts: readonly Conflict[]): readonly TrayPatch[] =>
  ticked.filter(entry => {
    const conflict = conflicts.find(({ entries }) => entries.includes(entry));
    return conflict === undefined || conflict.keep === null || conflict.keep === entry.finding;
  });

/** How many patches the settled ones are: those merged are one. */
export const patchCount = (settled: readonly TrayPatch[], conflicts: readonly Conflict[]): number => {
  const merged = conflicts.filter(({ keep }) => keep === null);
  return settled.length - merged.reduce((sum, { entries }) => sum + entries.length - 1, 0);
};

export interface TrayGroup {
  readonly owner: string | null;
  readonly manager: string | null;
  readonly patches: readonly TrayPatch[];
}

/** Nobody comes last. */
const byName = (a: string | null, b: string | null): number => (a === b ? 0 : a === null ? 1 : b === null ? -1 : a < b ? -1 : 1);

const objectOf = ({ patch: { target } }: TrayPatch): string =>
  [target.namespace ?? '', target.kind, target.name, target.apiVersion].join('\u001f');

/** Each followed by those with which it collides. */
const besides = (members: readonly TrayPatch[], conflicts: readonly Conflict[]): readonly TrayPatch[] => {
  const withOthers = members.flatMap(entry => {
    const conflict = conflicts.find(({ entries }) => entries.includes(entry));
    return conflict === undefined ? [entry] : members.filter(other => conflict.entries.includes(other));
  });
  return [...new Set(withOthers)];
};

/** By owner, then by manager; patches of one object stand together, and among them those that collide. */
export const groupsOf = (patches: readonly TrayPatch[], conflicts: readonly Conflict[] = []): readonly TrayGroup[] => {
  const groups = new Map<string, TrayPatch[]>();
  for (const entry of patches) {
    const key = JSON.stringify([entry.owner, entry.manager]);
    groups.set(key, [...(groups.get(key) ?? []), entry]);
  }
  const together = (members: readonly TrayPatch[]): readonly TrayPatch[] => {
    const objects = [...new Set(members.map(objectOf))];
    return objects.flatMap(object =>
      besides(
        members.filter(entry => objectOf(entry) === object),
        conflicts,
      ),
    );
  };
  return [...groups.values()]
    .map(members => ({
      owner: members[0]?.owner ?? null,
      manager: members[0]?.manager ?? null,
      patches: together(members),
    }))
    .sort((a, b) => byName(a.owner, b.owner) || byName(a.manager, b.manager));
};
