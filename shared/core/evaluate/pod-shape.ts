import { isJsonArray, isJsonObject } from '#contract/json';
import type { PodTemplate } from '#contract/rule';
import { objectAt } from '#kube/json-fields';

/** What scheduling and admission put into each pod for itself: two replicas that differ here alone have one shape. */
const perReplica = new Set([
  'nodeName',
  'hostname',
  'subdomain',
  'tolerations',
  'affinity',
  'priority',
  'schedulingGates',
  'claimName',
]);

const isInjectedToken = (value: unknown): boolean => {
  const name = isJsonObject(value) ? value['name'] : undefined;
  return typeof name === 'string' && name.startsWith('kube-api-access-');
};

/** Index of the next element that counts: injected tokens have a random name in each pod. */
const nextIn = (list: readonly unknown[], from: number, skips: boolean): number => {
  if (!skips) return from;
  let index = from;
  while (index < list.length && isInjectedToken(list[index])) index += 1;
  return index;
};

const sameList = (left: readonly unknown[], right: readonly unknown[], key: string): boolean => {
  const skips = key === 'volumes' || key === 'volumeMounts';
  let ours = nextIn(left, 0, skips);
  let theirs = nextIn(right, 0, skips);
  while (ours < left.length && theirs < right.length) {
    if (!same(left[ours], right[theirs], key)) return false;
    ours = nextIn(left, ours + 1, skips);
    theirs = nextIn(right, theirs + 1, skips);
  }
  return ours >= left.length && theirs >= right.length;
};

/** A list of injected tokens alone says what no list says. */
const isSilent = (value: unknown, key: string): boolean =>
  value === undefined || ((key === 'volumes' || key === 'volumeMounts') && isJsonArray(value) && value.every(isInjectedToken));

const same = (left: unknown, right: unknown, key: string): boolean => {
  if (left === right || perReplica.has(key)) return true;
  const leftSilent = isSilent(left, key);
  const rightSilent = isSilent(right, key);
  if (leftSilent || rightSilent) return leftSilent && rightSilent;
  if (isJsonArray(left)) return isJsonArray(right) && sameList(left, right, key);
  if (!isJsonObject(left) || !isJsonObject(right)) return false;
  for (const name of Object.keys(left)) if (!same(left[name], right[name], name)) return false;
  for (const name of Object.keys(right))
    if (!Object.hasOwn(left, name) && !perReplica.has(name) && !isSilent(right[name], name)) return false;
  return true;
};

const profileAnnotation = /^(container\.apparmor\.security\.beta|(container\.)?seccomp\.security\.alpha)\.kubernetes\.io\//;

const profiles = (pod: PodTemplate): string => {
  const annotations = objectAt(pod.metadata, 'annotations');
  let found = '';
  for (const key of Object.keys(annotations).toSorted()) {
    const value = annotations[key];
    if (typeof value === 'string' && profileAnnotation.test(key)) found += `${key}=${value}\n`;
  }
  return found;
};

/** Whether rules must say the same of two replicas. */
export const sameShape = (left: PodTemplate, right: PodTemplate): boolean =>
  same(left.spec, right.spec, '') && profiles(left) === profiles(right);

/** What admission fills in where a template is silent: `default` is what silence means. */
const withoutAdmission = (spec: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> => {
  const { serviceAccount: _, preemptionPolicy: __, serviceAccountName = 'default', ...rest } = spec;
  return { ...rest, serviceAccountName };
};

/** Whether rules must say the same of a pod and of the template that its controller made it from. */
export const madeFrom = (template: PodTemplate, pod: PodTemplate): boolean =>
  same(withoutAdmission(template.spec), withoutAdmission(pod.spec), '') && profiles(template) === profiles(pod);
