import type { AccessChange, ObjectChange } from '#contract/compare';
import { isJsonArray, type JsonValue } from '#contract/json';
import { groupOf, type KubeObject } from '#contract/kube';
import { listAt, textAt } from '#kube/json-fields';
import type { Difference } from './diff-values.ts';
import { valueLine } from './field-change.ts';

const short = (text: string): string => (text.length > 253 ? `${text.slice(0, 252)}…` : text);

export const placeName = ({ metadata: { namespace, name } }: KubeObject): string =>
  short(namespace === undefined ? name : `${namespace}/${name}`);

export const isAccess = (object: KubeObject): boolean => groupOf(object.apiVersion) === 'rbac.authorization.k8s.io';

export const isBinding = (object: KubeObject): boolean => isAccess(object) && object.kind.endsWith('Binding');

const subjectName = (subject: unknown): string => {
  const [kind, namespace, name] = ['kind', 'namespace', 'name'].map(field => textAt(subject, field) ?? '');
  if (kind === undefined || name === undefined || name === '') return 'somebody';
  return kind === 'ServiceAccount' ? `service account ${namespace ?? ''}/${name}` : `${kind.toLowerCase()} ${name}`;
};

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const subjectsOf = (binding: KubeObject): string => {
  const names = listAt(binding, 'subjects').map(subjectName);
  const [first = 'nobody', second] = names;
  return short(
    names.length <= 1 ? first : names.length === 2 ? `${first} and ${second}` : `${first} and ${names.length - 1} others`,
  );
};

const where = (object: KubeObject): string =>
  object.metadata.namespace === undefined ? 'in the whole cluster' : `in namespace ${short(object.metadata.namespace)}`;

const roleOf = (binding: KubeObject): string => {
  const name = textAt(binding, 'roleRef', 'name') ?? '';
  return short(`${textAt(binding, 'roleRef', 'kind') ?? 'Role'} ${name}`);
};

const bindingTitle = (before: KubeObject | undefined, after: KubeObject | undefined): string => {
  if (after === undefined && before !== undefined)
    return `${capital(subjectsOf(before))} no longer ${have(before)} ${roleOf(before)} ${where(before)} by ${before.kind} ${placeName(before)}`;
  if (after === undefined) return '';
  if (before === undefined)
    return `${capital(subjectsOf(after))} now ${have(after)} ${roleOf(after)} ${where(after)} by ${after.kind} ${placeName(after)}`;
  if (roleOf(before) !== roleOf(after))
    return `${after.kind} ${placeName(after)} now refers to ${roleOf(after)}, before to ${roleOf(before)}`;
  return `${after.kind} ${placeName(after)} names other subjects: ${subjectsOf(after)}, before ${subjectsOf(before)}`;
};

const have = (binding: KubeObject): string => (listAt(binding, 'subjects').length > 1 ? 'have' : 'has');

const holds = (list: readonly JsonValue[], other: readonly JsonValue[]): boolean => other.every(item => list.includes(item));

/** Whether a difference adds, takes away, or both: one more verb is a list that holds the former one. */
const direction = ({ change, before, after }: Difference): Difference['change'] => {
  if (change !== 'changed' || !isJsonArray(before) || !isJsonArray(after)) return change;
  return holds(after, before) ? 'added' : holds(before, after) ? 'removed' : 'changed';
};

const accessOf = (change: ObjectChange, differences: readonly Difference[], binding: boolean): AccessChange => {
  if (change === 'added') return 'gained';
  if (change === 'removed') return 'lost';
  const field = binding ? 'subjects' : 'rules';
  const only = (kind: Difference['change']): boolean =>
    differences.every(difference => direction(difference) === kind && difference.path.startsWith(field));
  return only('added') ? 'gained' : only('removed') ? 'lost' : 'changed';
};

export const accessChange = (object: KubeObject, change: ObjectChange, differences: readonly Difference[]): AccessChange =>
  accessOf(
    change,
    differences.filter(({ leftOut }) => leftOut === null),
    isBinding(object),
  );

const verbs: Readonly<Record<ObjectChange, string>> = { added: 'was created', removed: 'was removed', changed: 'was changed' };

const level = /^metadata\.labels\[pod-security\.kubernetes\.io\/(enforce|audit|warn)\]$/;

const special = (object: KubeObject, { path, before, after }: Difference): string | undefined => {
  const mode = level.exec(path)?.[1];
  if (mode !== undefined) {
    const says = mode === 'enforce' ? 'enforces' : mode === 'audit' ? 'audits' : 'warns by';
    return `${object.metadata.name} ${says} Pod Security ${after === undefined ? 'no level of its own' : valueLine(after, 40)}, before ${before === undefined ? 'no level of its own' : valueLine(before, 40)}`;
  }
  const container = /[cC]ontainers\[name=([^\]]+)\]\.image$/.exec(path)?.[1];
  if (container !== undefined && typeof before === 'string' && typeof after === 'string')
    return `Container ${short(container)} of ${object.kind} ${placeName(object)} runs another image`;
  return undefined;
};

/** A sentence about what became of an object, without its full stop. */
export const objectTitle = (
  before: KubeObject | undefined,
  after: KubeObject | undefined,
  differences: readonly Difference[],
): string => {
  const object = after ?? before;
  if (object === undefined) return '';
  const change: ObjectChange = before === undefined ? 'added' : after === undefined ? 'removed' : 'changed';
  const counted = differences.filter(({ leftOut }) => leftOut === null);
  if (isBinding(object)) {
    const rights = change !== 'changed' || counted.some(({ path }) => /^(?:subjects|roleRef)/.test(path));
    if (rights) return bindingTitle(before, after);
  }
  if (isAccess(object) && change === 'changed' && !isBinding(object) && counted.some(({ path }) => path.startsWith('rules'))) {
    const more: Readonly<Record<AccessChange, string>> = { gained: 'more', lost: 'less', changed: 'other things' };
    return `${object.kind} ${placeName(object)} allows ${more[accessChange(object, change, differences)]} than before`;
  }
  const [only] = counted;
  if (change === 'changed' && only !== undefined) {
    const said = special(object, only);
    if (said !== undefined)
      return counted.length === 1
        ? said
        : `${said}, and ${counted.length - 1} more ${counted.length === 2 ? 'field differs' : 'fields differ'}`;
    return counted.length === 1
      ? `${object.kind} ${placeName(object)} differs in ${short(only.path)}`
      : `${object.kind} ${placeName(object)} differs in ${counted.length} fields`;
  }
  return `${object.kind} ${placeName(object)} ${verbs[change]}`;
};

/** The change of one object as a cause is told: with its field where one is meant. */
export const changeSentence = (object: KubeObject, change: ObjectChange, field: Difference | undefined): string => {
  const name = `${object.kind} ${placeName(object)}`;
  if (change !== 'changed' || field === undefined) return `${name} ${verbs[change]}.`;
  const text = (value: Difference['before']): string => (value === undefined ? 'not set' : valueLine(value, 80));
  return `${name}: ${short(field.path)} was ${text(field.before)}, now ${text(field.after)}.`;
};
