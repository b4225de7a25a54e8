import type { Random } from '#test/kubeconfig/random';

/** Values that a careless client puts where a text, a list or an object belongs. */
const wrong: readonly unknown[] = [null, '', 'x', 1, true, [], ['x'], [1], [null], {}, { a: 'x' }, { a: ['x'] }];

const requirements = (random: Random): unknown =>
  random.pick<unknown>([
    [],
    [{ key: 'a', operator: 'In', values: ['b'] }],
    [{ key: 'a', operator: 'In' }],
    [{ key: 'a', operator: 'Exists', values: ['b'] }],
    [{ key: 'a', operator: 'Exists', values: [] }],
    [{ key: '', operator: 'Exists' }],
    [{ key: 'a/b', operator: 'NotIn', values: ['-'] }],
    [{ key: 'a/b/c', operator: 'DoesNotExist' }],
    [{ key: 'A.example.com/b', operator: 'Exists' }],
    [{ key: 'a', operator: 'Near', values: ['b'] }],
    [{ key: 'a b', operator: 'Exists' }],
    [{ key: 'x'.repeat(64), operator: 'Exists' }],
    [{ operator: 'Exists' }],
    [null],
    null,
  ]);

const selector = (random: Random): unknown => {
  if (random.chance(0.2)) return random.pick(wrong);
  return {
    ...(random.chance(0.5) ? { rawSelector: random.pick<unknown>(['', 'a=b', 'a in (', '%%', null, 1]) } : {}),
    ...(random.chance(0.6) ? { requirements: requirements(random) } : {}),
  };
};

const resourceAttributes = (random: Random): unknown => {
  if (random.chance(0.06)) return random.pick(wrong);
  const keys = ['verb', 'group', 'version', 'resource', 'subresource', 'namespace', 'name'];
  return {
    verb: 'get',
    resource: 'pods',
    ...(random.chance(0.15) ? { [random.pick(keys)]: random.pick(wrong) } : {}),
    ...(random.chance(0.25) ? { fieldSelector: selector(random) } : {}),
    ...(random.chance(0.25) ? { labelSelector: selector(random) } : {}),
  };
};

/** Specs of reviews of which about half are invalid. */
export const randomSpec = (random: Random): Readonly<Record<string, unknown>> => ({
  ...(random.chance(0.8) ? { user: random.chance(0.08) ? random.pick(wrong) : 'ada' } : {}),
  ...(random.chance(0.6) ? { groups: random.chance(0.1) ? random.pick(wrong) : ['devs'] } : {}),
  ...(random.chance(0.06) ? { uid: random.pick(wrong) } : {}),
  ...(random.chance(0.1) ? { extra: random.pick(wrong) } : {}),
  ...(random.chance(0.92) ? { resourceAttributes: resourceAttributes(random) } : {}),
  ...(random.chance(0.1) ? { nonResourceAttributes: random.chance(0.3) ? random.pick(wrong) : { verb: 'get', path: '/' } } : {}),
  ...(random.chance(0.1) ? { color: random.pick(wrong) } : {}),
});
