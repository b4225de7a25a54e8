import { describe, expect, it } from 'vitest';
import type { Patch, PatchCheck } from '#contract/patch';
import { patchOf } from '#renderer/dev/fixtures/detail.ts';
import type { Conflict, TrayPatch } from './conflicts.ts';
import { exportedWords, exportWords, proofWords } from './export-words.ts';

const check = (name: PatchCheck['check'], result: PatchCheck['result']): PatchCheck => ({
  check: name,
  result,
  note: '',
  at: null,
  as: null,
  refusal: null,
  warnings: [],
});

const patch = (
  id: string,
  dryRun: PatchCheck['result'],
  again: PatchCheck['result'] = 'passed',
  redacted: string | null = null,
): Patch => ({
  ...patchOf('f-token'),
  id,
  redacted,
  checks: [check('reevaluated', again), check('serverDryRun', dryRun)],
});

const entry = (id: string, redacted: string | null = null): TrayPatch => ({
  finding: id,
  patch: patch(id, 'not-run', 'passed', redacted),
  manager: null,
  owner: null,
});

describe('what an export says of itself', () => {
  const [a, b, c, d] = [entry('a'), entry('b'), entry('c', 'redacted'), entry('d')];
  const conflict = (keep: Conflict['keep']): Conflict => ({ entries: [a, b], place: 'x', keep });
  it.each<[string, Parameters<typeof exportWords>[0], string]>([
    ['all of it', { patches: [a, d], ticked: [a, d], settled: [a, d], conflicts: [] }, ''],
    ['steps', { patches: [c, d], ticked: [c, d], settled: [c, d], conflicts: [] }, '1 of them as steps'],
    ['unticked', { patches: [a, d], ticked: [d], settled: [d], conflicts: [] }, '1 unticked stays out'],
    [
      'an open conflict',
      { patches: [a, b, d], ticked: [a, b, d], settled: [d], conflicts: [conflict(undefined)] },
      '2 in conflict stay out until settled',
    ],
    [
      'one is kept',
      { patches: [a, b, d], ticked: [a, b, d], settled: [a, d], conflicts: [conflict('a')] },
      '1 stays out for one that is kept',
    ],
    ['merged', { patches: [a, b], ticked: [a, b], settled: [a, b], conflicts: [conflict(null)] }, ''],
  ])('%s', (_, given, expected) => expect(exportWords(given)).toBe(expected));
});

describe('what is proven', () => {
  it.each<[string, readonly Patch[], string]>([
    ['one', [patch('a', 'not-run')], 'Re-evaluated one by one: 1 patch fixes what it says; 1 not asked of the server yet'],
    [
      'some',
      [patch('a', 'passed'), patch('b', 'failed', 'failed'), patch('c', 'not-run')],
      'Re-evaluated one by one: 2 of 3 patches fix what they say; 1 accepted by the server; 1 refused by the server; 1 not asked of the server yet',
    ],
    [
      'steps alone',
      [patch('a', 'not-run', 'not-run', 'redacted')],
      'Nothing that is settled is a patch: it is exported as steps',
    ],
  ])('%s', (_, patches, expected) => expect(proofWords(patches)).toBe(expected));
});

it.each<[number, number, string]>([
  [3, 3, 'Exported 3 patches'],
  [1, 1, 'Exported 1 patch'],
  [4, 6, 'Exported 6 patches as 4 changes: those of one object that need each other are one'],
])('%i of %i', (made, chosen, expected) => expect(exportedWords(made, chosen)).toBe(expected));
