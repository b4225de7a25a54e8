import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { problem } from '#contract/problem';
import { fail, ok } from '#contract/result';
import { useImports } from '#renderer/app/imports/imports.ts';
import type { Answers } from '#renderer/app/client/fake.ts';
import { verified } from '#renderer/dev/fixtures/pages.ts';
import { type ScenarioName, scenarioClient } from '#renderer/dev/fixtures/scenarios.ts';
import { manySnapshots } from '#renderer/dev/fixtures/snapshots.ts';
import { mount, type Page } from '#renderer/dev/mount.tsx';
import { useChecks } from './verified.ts';

let page: Page | undefined;

beforeEach(() => {
  useImports.setState({ jobs: [] });
  useChecks.setState({ checks: [] });
});
afterEach(async () => {
  await page?.close();
  page = undefined;
});

const open = async (address: string, scenario: ScenarioName, more: Answers = {}) => {
  const client = scenarioClient(scenario, more);
  const shown = await mount(address, client);
  page = shown;
  return { client, shown };
};

const says = (shown: Page, ...texts: readonly string[]): Promise<boolean> =>
  shown.until(() => texts.every(text => shown.text().includes(text)));

const choose = async (shown: Page, label: string, ...names: readonly string[]): Promise<void> => {
  const input = document.querySelector<HTMLInputElement>(`input[type=file][aria-label="${label}"]`);
  if (input === null) throw new Error(`no input ${label}`);
  Object.defineProperty(input, 'files', { configurable: true, value: names.map(name => new File(['bytes'], name)) });
  await shown.act(() => input.dispatchEvent(new Event('change', { bubbles: true })));
};

describe('snapshots in their states', () => {
  it.each<[string, ScenarioName, string, readonly string[]]>([
    ['/snapshots', 'loaded', 'ready', ['4 snapshots, 40 MB', 'built in', '5 snapshots', '2 clusters', 'partial']],
    ['/snapshots?group=none', 'loaded', 'ready', ['5 snapshots']],
    ['/snapshots?q=auditor', 'loaded', 'ready', ['1 of 5 snapshots', 'Before the migration of the payment service.']],
    ['/snapshots?q=nosuchword', 'loaded', 'ready', ['No snapshot has these words', 'Clear the search']],
    ['/snapshots?snapshot=bundle', 'loaded', 'ready', ['Imported from a bundle that was intact', 'not signed', '9f2b6c1d']],
    ['/snapshots', 'empty', 'ready', ['The library is empty', 'Import a file']],
    ['/snapshots', 'loading', 'loading', ['Reading the library']],
    ['/snapshots', 'error', 'error', ['The core did not answer.', 'Try again']],
  ])('%s, %s', async (address, scenario, state, texts) => {
    const { shown } = await open(address, scenario);
    expect(await shown.until(() => shown.state() === state && texts.every(text => shown.text().includes(text)))).toBe(true);
  });
});

it('a library that cannot be read again is shown as of then', async () => {
  let asked = 0;
  const { client, shown } = await open('/snapshots', 'loaded', {
    'snapshots.list': () => {
      asked += 1;
      return asked === 1
        ? ok({ snapshots: [...manySnapshots], problems: ['x.sqlite is damaged and was set aside.'] })
        : fail(problem('library', { what: 'The library cannot be read.', why: 'EIO' }));
    },
  });
  expect(await says(shown, '5 snapshots', 'x.sqlite is damaged')).toBe(true);
  await shown.act(() => client.emit({ type: 'library.changed' }));
  expect(await says(shown, 'Shown as of', 'the last refresh failed', '5 snapshots')).toBe(true);
});

describe('a deletion', () => {
  it('is done at once, moves the focus to the next, and is taken back by Undo', async () => {
    let kept = [...manySnapshots];
    const { client, shown } = await open('/snapshots?snapshot=prod-eu-1-20261124', 'loaded', {
      'snapshots.list': () => ok({ snapshots: kept, problems: [] }),
      'snapshots.remove': ({ snapshot }) => {
        kept = kept.filter(({ id }) => id !== snapshot);
        return ok({});
      },
      'snapshots.restore': () => {
        kept = [...manySnapshots];
        return ok(manySnapshots[0] as (typeof manySnapshots)[number]);
      },
    });
    expect(await says(shown, '5 snapshots')).toBe(true);
    await shown.key('Delete');
    expect(await says(shown, '4 snapshots', 'Deleted the snapshot')).toBe(true);
    expect(shown.address()).toContain('snapshot=dev');
    expect(document.activeElement?.textContent).toContain('arn:aws:eks');
    await shown.click('button', 'Undo');
    expect(await says(shown, '5 snapshots')).toBe(true);
    expect(client.calls.filter(({ name }) => name === 'snapshots.restore').map(({ input }) => input)).toEqual([
      { snapshot: 'prod-eu-1-20261124' },
    ]);
  });

  it('that fails says so and takes nothing away', async () => {
    const { shown } = await open('/snapshots?snapshot=dev', 'loaded', {
      'snapshots.remove': () => fail(problem('library', { what: 'The snapshot dev cannot be changed.', why: 'EACCES' })),
    });
    await shown.key('Delete');
    expect(await says(shown, 'The snapshot dev cannot be changed.', '5 snapshots')).toBe(true);
  });
});

describe('what a person writes', () => {
  it('is kept when the field is left', async () => {
    const { client, shown } = await open('/snapshots?snapshot=prod-eu-1-20261121', 'loaded');
    expect(await says(shown, 'The state that the auditor saw.')).toBe(true);
    await shown.type('Notes', 'Seen again.');
    await shown.act(() => document.querySelector('textarea')?.dispatchEvent(new FocusEvent('focusout', { bubbles: true })));
    expect(await shown.until(() => client.calls.some(({ name }) => name === 'snapshots.update'))).toBe(true);
    expect(client.calls.find(({ name }) => name === 'snapshots.update')?.input).toEqual({
      snapshot: 'prod-eu-1-20261121',
      notes: 'Seen again.',
    });
  });
});

describe('several', () => {
  it('two are compared, what was first', async () => {
    const { shown } = await open('/snapshots?chosen=prod-eu-1-20261124,prod-eu-1-20261121', 'loaded');
    expect(await says(shown, '2 snapshots selected')).toBe(true);
    await shown.click('button', 'Compare');
    expect(shown.address()).toBe('/compare/prod-eu-1-20261121/prod-eu-1-20261124');
  });

  it('are chosen by key and stand in the address', async () => {
    const { shown } = await open('/snapshots', 'loaded');
    expect(await says(shown, '5 snapshots')).toBe(true);
    await shown.key('j');
    await shown.key('x');
    await shown.key('j');
    await shown.key('x');
    expect(shown.address()).toContain('chosen=prod-eu-1-20261124%2Cdev');
    await shown.key('Escape');
    expect(shown.address()).not.toContain('chosen');
  });
});

describe('files', () => {
  it('are imported one after the other, and say what they came to', async () => {
    const order: string[] = [];
    const { shown } = await open('/snapshots', 'loaded', {
      'upload.put': ({ name }) => {
        order.push(name);
        return ok({ handle: name });
      },
      'snapshots.import': ({ upload }) =>
        upload === 'bad.tar.gz'
          ? fail(
              problem('bundle-altered', { what: 'bad.tar.gz: the bundle is not as it was written.', why: 'case.json differs.' }),
            )
          : ok(manySnapshots[4] as (typeof manySnapshots)[number]),
    });
    await choose(shown, 'Files to import', 'good.tar.gz', 'bad.tar.gz');
    expect(await says(shown, 'every hash and the archive’s structure are intact', 'the bundle is not as it was written')).toBe(
      true,
    );
    expect(order).toEqual(['good.tar.gz', 'bad.tar.gz']);
  });

  it.each<[string, Partial<typeof verified>, readonly string[]]>([
    ['intact', {}, ['Intact', 'Not signed', verified.identity ?? '', 'a snapshot of this library']],
    [
      'altered',
      {
        state: 'altered',
        places: [{ where: 'objects/core/v1/pods/shop/api.json', what: 'Its content differs.' }],
        snapshots: [],
      },
      ['Altered', 'objects/core/v1/pods/shop/api.json', 'Its content differs.'],
    ],
    [
      'no bundle',
      { state: 'incomplete', identity: null, places: [{ where: 'gzip layer', what: 'It ends too early.' }], snapshots: [] },
      ['Not a complete bundle', 'It ends too early.'],
    ],
  ])('are verified: %s, which stays shown until it is put away', async (_, part, texts) => {
    const { shown } = await open('/snapshots', 'loaded', { 'snapshots.verify': () => ok({ ...verified, ...part }) });
    await choose(shown, 'Bundle to verify', 'case-2026-118.tar.gz');
    expect(await says(shown, ...texts)).toBe(true);
    await shown.click('button', 'Put away the check of case-2026-118.tar.gz');
    expect(shown.text()).not.toContain(texts[0] ?? '');
  });
});
