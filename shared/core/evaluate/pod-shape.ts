import { isJsonArray, isJsonObject } from '#contract/json';
import type { PodTemplate } from '#contract/rule';
import { textMapAt } from '#kube/json-fields';

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

const sameList = (left: readonly unknown[], right: readonly unknown[], key: string): boolean => {
  const filtered = key === 'volumes' || key === 'volumeMounts';
  const ours = filtered ? left.filter(item => !isInjectedToken(item)) : left;
  const theirs = filtered ? right.filter(item => !isInjectedToken(item)) : right;
  return ours.length === theirs.length && ours.every((item, index) => same(item, theirs[index], key));
};

const same = (left: unknown, right: unknown, key: string): boolean => {
  if (left === right || perReplica.has(key)) return true;
  if (isJsonArray(left)) return isJsonArray(right) && sameList(left, right, key);
  if (!isJsonObject(left) || !isJsonObject(right)) return false;
  for (const name in left) if (!same(left[name], right[name], name)) return false;
  for (const name in right) if (left[name] === undefined && right[name] !== undefined && !perReplica.has(name)) return false;
  return true;
};

const profileAnnotation = /^(container\.apparmor\.security\.beta|(container\.)?seccomp\.security\.alpha)\.kubernetes\.io\//;

const profiles = (pod: PodTemplate): string =>
  [...textMapAt(pod.metadata, 'annotations')]
    .filter(([key]) => profileAnnotation.test(key))
    .map(([key, value]) => `${key}=${value}`)
    .toSorted()
    .join('\n');

/** Whether rules must say the same of two replicas. */
export const sameShape = (left: PodTemplate, right: PodTemplate): boolean =>
  same(left.spec, right.spec, '') && profiles(left) === profiles(right);
