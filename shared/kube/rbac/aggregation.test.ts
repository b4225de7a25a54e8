import { expect, test } from 'vitest';
import type { KubeObject } from '#contract/kube';
import { settledRules, unsettledRoles } from './aggregation.ts';

const rule = (verb: string): object => ({ verbs: [verb], apiGroups: [''], resources: ['things'] });

/** `name label verbs`, `-` for none; or `name label <- label,label verbs` for one that gathers. */
const roleOf = (text: string): KubeObject => {
  const [before = '', gathers] = text.split(' <- ');
  const [name = '', label = '-', own = '-'] = before.split(' ');
  const [selectors = '', served = '-'] = (gathers ?? '').split(' ');
  const verbs = gathers === undefined ? own : served;
  return {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRole',
    metadata: { name, labels: label === '-' ? {} : { foo: label } },
    rules: verbs === '-' ? [] : verbs.split(',').map(rule),
    ...(gathers === undefined
      ? {}
      : { aggregationRule: { clusterRoleSelectors: selectors.split(',').map(value => ({ matchLabels: { foo: value } })) } }),
  };
};

/** The verbs of `combined` once all has settled. */
const check = (roles: readonly string[], expected: string, unsettled: readonly string[]): void => {
  const objects = roles.map(roleOf);
  const verbs = (settledRules(objects).get('combined') ?? []).flatMap(each => each.verbs);
  expect(verbs.join(',')).toBe(expected);
  expect(unsettledRoles(objects)).toEqual(unsettled);
};

// The cases of Kubernetes' own controller.
test.each<[string, readonly string[], string, readonly string[]]>([
  ['dead rules go', ['hammer bar hit,bend', 'combined - <- bar saw'], 'hit,bend', ['combined']],
  ['all rules go', ['hammer other hit', 'combined - <- bar hit'], '', ['combined']],
  ['by name', ['hammer bar hit', 'chisel bar cut', 'saw other saw', 'combined - <- bar'], 'cut,hit', ['combined']],
  [
    'two selectors',
    ['hammer bar hit', 'chisel bar cut', 'saw other saw', 'combined - <- bar,other'],
    'cut,hit,saw',
    ['combined'],
  ],
  [
    'each rule once',
    ['hammer bar hit', 'chisel bar cut', 'saw bar saw', 'other-saw other saw', 'combined - <- bar,other'],
    'cut,hit,saw',
    ['combined'],
  ],
  ['as it is', ['hammer bar hit', 'combined - <- bar hit'], 'hit', []],
])('upstream: %s', (_, roles, expected, unsettled) => check(roles, expected, unsettled));

test.each<[string, readonly string[], string, readonly string[]]>([
  ['a chain', ['view c look', 'edit b <- c', 'combined - <- b'], 'look', ['combined', 'edit']],
  ['itself left out', ['combined bar <- bar hit'], '', ['combined']],
  ['a cycle ends and keeps what it holds', ['a x <- y', 'combined y <- x hit'], 'hit', ['a']],
  ['a cycle of nothing', ['a x <- y', 'combined y <- x'], '', []],
])('%s', (_, roles, expected, unsettled) => check(roles, expected, unsettled));
