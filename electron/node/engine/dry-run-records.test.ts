import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { Patch, PatchCheck } from '#contract/patch';
import { openLibrary } from '#node/library/library';
import { sampleEvaluation, sampleSnapshot } from '#test/fixtures/sample-snapshot';
import { keepDryRun, withDryRuns } from './dry-run-records.ts';

const home = mkdtempSync(join(tmpdir(), 'plumbline-dry-runs-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

const check = (name: PatchCheck['check'], result: PatchCheck['result'], note = ''): PatchCheck => ({
  check: name,
  result,
  note,
  at: null,
  as: null,
  refusal: null,
  warnings: [],
});

const patch = (part: Partial<Patch> = {}): Patch => ({
  id: 'p',
  ruleId: 'r',
  findingIds: ['f'],
  target: { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'shop', name: 'x' },
  dialect: 'json-patch',
  operations: [{ op: 'add', path: '/data/a', value: '1' }],
  rollback: [],
  title: 't',
  risk: 'no-restart',
  mayBreak: null,
  redacted: null,
  before: '',
  after: 'a: 1',
  checks: [check('schema', 'not-run'), check('serverDryRun', 'not-run')],
  ...part,
});

const opened = (): { readonly library: Parameters<typeof keepDryRun>[0]; readonly id: string } => {
  const library = openLibrary(home, { ids: { next: () => crypto.randomUUID() } });
  if (!library.ok) throw new Error(library.error.why);
  const added = library.value.addSnapshot(sampleSnapshot(), sampleEvaluation(), 'x');
  if (!added.ok) throw new Error(added.error.why);
  return { library: library.value, id: added.value.id };
};

const said = (patches: readonly Patch[]): readonly (string | undefined)[] =>
  patches.map(({ checks }) => checks.find(each => each.check === 'serverDryRun')?.note);

test('what the server said is told again of the same change alone, after a restart too', () => {
  const { library, id } = opened();
  keepDryRun(library, id, patch(), check('serverDryRun', 'passed', 'accepted'));
  const others = [
    patch(),
    patch({ id: 'other', title: 'the same change for another finding' }),
    patch({ operations: [{ op: 'add', path: '/data/a', value: '2' }] }),
    patch({ target: { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'shop', name: 'y' } }),
  ];
  expect(said(withDryRuns(library, id, others))).toEqual(['accepted', 'accepted', '', '']);
  library.close();
  const again = openLibrary(home, { ids: { next: () => crypto.randomUUID() } });
  if (!again.ok) throw new Error(again.error.why);
  expect(said(withDryRuns(again.value, id, [patch()]))).toEqual(['accepted']);
  again.value.close();
});

test('a newer answer takes the place of an older one; what cannot be read is no answer', () => {
  const { library, id } = opened();
  keepDryRun(library, id, patch(), check('serverDryRun', 'passed', 'accepted'));
  keepDryRun(library, id, patch(), check('serverDryRun', 'failed', 'refused'));
  expect(said(withDryRuns(library, id, [patch()]))).toEqual(['refused']);
  library.annotate(id, 'dry-runs', '{"x": 1');
  expect(said(withDryRuns(library, id, [patch()]))).toEqual(['']);
  library.close();
});
