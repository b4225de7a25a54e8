import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { defaultConfig } from '#contract/config';
import type { Evaluation } from '#contract/evaluation';
import type { Finding } from '#contract/finding';
import type { JsonObject } from '#contract/json';
import type { KubeObject, ObjectRef } from '#contract/kube';
import { refOf } from '#contract/kube';
import type { AnyRule } from '#contract/rule';
import { cutTo } from '#core/engine/what-rules-see';
import { evaluate } from '#core/evaluate/evaluator';
import { createSnapshotIndex } from '#core/evaluate/snapshot-index';
import { createView } from '#core/evaluate/view';
import { createCompleteness } from '#core/evaluate/completeness';
import { applyEdits, createdObjects } from '#core/remediate/apply-edits';
import { rules } from '#rules/catalogue';
import { frameworks } from '#rules/frameworks.generated';
import type { CaseFile, CaseInput } from './case-file.ts';
import { readCases, root, ruleFiles } from './case-file.ts';
import type { SnapshotParts } from './snapshot-of.ts';
import { snapshotOf, typeOf } from './snapshot-of.ts';

/** As a capture that only evaluates keeps it: a rule that looks at more of it fails its cases. */
const seen = (rule: AnyRule, objects: readonly KubeObject[]): readonly KubeObject[] =>
  objects.map(object => cutTo([rule])(structuredClone(object) as unknown as JsonObject, typeOf(object)) as unknown as KubeObject);

const run = async (rule: AnyRule, input: CaseInput, unread: readonly string[] = []): Promise<Evaluation> => {
  const parts: SnapshotParts = { objects: seen(rule, input.objects), facts: input.facts, unread };
  const options = { config: { ...defaultConfig, registries: input.registries }, frameworks };
  const evaluation = await evaluate(
    createSnapshotIndex(snapshotOf(parts)),
    [rule],
    options,
    { pause: async () => {} },
    new AbortController().signal,
  );
  // A rule that reads what it does not declare is a defect too.
  expect(evaluation.defects).toEqual([]);
  return evaluation;
};

const nameOf = (ref: ObjectRef | undefined | null): string =>
  ref === null || ref === undefined ? '*' : [ref.kind, ref.namespace, ref.name].filter(part => part !== undefined).join('/');

type Expected = CaseFile['failing'][number]['findings'][number];

const shown = (finding: Finding, like: Expected | undefined): Expected => ({
  on: nameOf(finding.resource),
  path: finding.path,
  message: finding.message,
  ...(like?.severity === undefined ? {} : { severity: finding.severity }),
  ...(like?.container === undefined ? {} : { container: finding.at?.container ?? '' }),
  ...(like?.at === undefined ? {} : { at: nameOf(finding.at?.resource) }),
  ...(like?.occurrences === undefined ? {} : { occurrences: finding.occurrences.length }),
});

const byPlace = (left: Expected, right: Expected): number => (`${left.on} ${left.path}` < `${right.on} ${right.path}` ? -1 : 1);

const check = async (rule: AnyRule, input: CaseInput, expected: readonly Expected[]): Promise<void> => {
  const { findings } = await run(rule, input);
  const wanted = expected.toSorted(byPlace);
  const got = findings.map(finding => shown(finding, undefined)).toSorted(byPlace);
  const detailed = got.map((row, index) => {
    const finding = findings.find(candidate => nameOf(candidate.resource) === row.on && candidate.path === row.path);
    return finding === undefined ? row : shown(finding, wanted[index]);
  });
  expect(detailed).toEqual(wanted);
  expect(findings.every(finding => finding.status === 'fail' && finding.message.endsWith('.'))).toBe(true);
};

const sameObject = (left: KubeObject, right: KubeObject): boolean => nameOf(refOf(left)) === nameOf(refOf(right));

/** All edits of all findings, each against the object as the one before left it. */
const repair = async (rule: AnyRule, input: CaseInput): Promise<readonly KubeObject[]> => {
  let objects: readonly KubeObject[] = input.objects;
  for (let round = 0; round < 20; round++) {
    const { findings } = await run(rule, { ...input, objects: [...objects] });
    const finding = findings.find(candidate => candidate.fixable);
    if (finding === undefined) return objects;
    const snapshot = snapshotOf({ objects, facts: input.facts });
    const index = createSnapshotIndex(snapshot);
    const object = index.find(finding.at?.resource as ObjectRef);
    const recording = createView(
      index,
      createCompleteness(snapshot.coverage, resource => index.isNamespaced(resource)),
      rule,
      { registries: input.registries },
    );
    const fix = rule.remediate?.({ path: finding.path, message: finding.message, object: object as KubeObject }, recording.view);
    expect(fix?.edits.length).toBeGreaterThan(0);
    const edits = fix?.edits ?? [];
    const edited = applyEdits(object as KubeObject, edits);
    if (!edited.ok) throw new Error(JSON.stringify(edited.error));
    objects = [...objects.map(other => (sameObject(other, edited.value) ? edited.value : other)), ...createdObjects(edits)];
  }
  throw new Error('The fix does not end: applying it brings the finding back.');
};

const checkFix = async (rule: AnyRule, input: CaseInput, fixed: readonly KubeObject[]): Promise<void> => {
  const repaired = await repair(rule, input);
  for (const object of fixed) expect(repaired.find(candidate => sameObject(candidate, object))).toEqual(object);
  expect((await run(rule, { ...input, objects: [...repaired] })).findings).toEqual([]);
  const others = await evaluate(
    createSnapshotIndex(snapshotOf({ objects: repaired })),
    rules,
    { config: defaultConfig, frameworks },
    { pause: async () => {} },
    new AbortController().signal,
  );
  const before = await evaluate(
    createSnapshotIndex(snapshotOf({ objects: input.objects })),
    rules,
    { config: defaultConfig, frameworks },
    { pause: async () => {} },
    new AbortController().signal,
  );
  const known = new Set(before.findings.map(finding => finding.id));
  expect(others.findings.filter(finding => !known.has(finding.id)).map(finding => finding.message)).toEqual([]);
};

const needText = (finding: Finding): readonly string[] =>
  finding.needs.map(
    need =>
      `${need.verb} ${need.resource}${need.group === '' ? '' : `.${need.group}`}${need.namespace === undefined ? '' : ` in ${need.namespace}`}`,
  );

const checkUnknown = async (rule: AnyRule, input: CaseFile['unknown'][number]): Promise<void> => {
  const { findings, tallies } = await run(rule, input, input.unread);
  expect(findings.map(finding => finding.status)).toEqual(input.scopes.map(() => 'unknown'));
  expect(findings.map(finding => finding.resource?.name ?? '*').toSorted()).toEqual(input.scopes.toSorted());
  expect([...new Set(findings.flatMap(needText))].toSorted()).toEqual(input.needs.toSorted());
  expect(tallies[0]?.unknown).toBe(input.scopes.length);
};

/** Rules that read beside their subject have to say what happens when it is not there. */
const readsThroughView = (rule: AnyRule): boolean => rule.needs.length > 0;

const sentence = /^[A-Z].*[.)]$/s;

describe.each(ruleFiles())('$pack/$id', ({ id, pack, cases }) => {
  const rule = rules.find(candidate => candidate.id === id);
  if (rule === undefined) throw new Error(`rules/catalogue.ts lacks ${id}: run npm run gen.`);
  test('is declared completely', () => {
    expect(rule.pack).toBe(pack);
    expect(['critical', 'high', 'medium', 'low']).toContain(rule.severity);
    expect(rule.since).toMatch(/^\d+\.\d+$/);
    for (const text of [rule.what, rule.why, rule.fix]) {
      expect(text).toMatch(sentence);
      expect(text).not.toContain('FILL IN');
    }
    expect(frameworks[id]?.length, 'maps to a control in rules/frameworks').toBeGreaterThan(0);
    expect(existsSync(join(root, cases)), `${cases} exists`).toBe(true);
  });
  if (!existsSync(join(root, cases))) return;
  const file = readCases(cases);
  test('has its cases', () => {
    expect(
      file.passing.some(({ nearMiss }) => nearMiss),
      'a near miss',
    ).toBe(true);
    expect(rule.remediate === undefined || file.failing.some(({ fixed }) => fixed !== undefined), 'a fixed object').toBe(true);
    expect(!readsThroughView(rule) || file.unknown.length > 0, 'an unknown case').toBe(true);
  });
  test.each(file.failing)('fails: $name', async input => check(rule, input, input.findings));
  test.each(file.passing)('passes: $name', async input => check(rule, input, []));
  test.each(file.failing.filter(({ fixed }) => fixed !== undefined))('is fixed: $name', async input =>
    checkFix(rule, input, input.fixed ?? []),
  );
  test.each(file.failing.filter(({ unfixable }) => unfixable))('proposes nothing: $name', async input =>
    expect((await run(rule, input)).findings.map(finding => finding.fixable)).toEqual(input.findings.map(() => false)),
  );
  test.each(file.unknown)('is unknown: $name', async input => checkUnknown(rule, input));
});

test('ids are unique', () => {
  expect(new Set(rules.map(rule => rule.id)).size).toBe(rules.length);
});
