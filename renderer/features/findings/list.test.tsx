import { afterEach, describe, expect, it } from 'vitest';
import { problem } from '#contract/problem';
import { fail, ok } from '#contract/result';
import { recheckOf } from '#renderer/dev/fixtures/overview.ts';
import { scenarioClient } from '#renderer/dev/fixtures/scenarios.ts';
import { snapshotOf } from '#renderer/dev/fixtures/snapshots.ts';
import { mount, type Page } from '#renderer/dev/mount.tsx';
import { useTray } from '#renderer/app/tray.ts';
import { useRechecks } from './rechecks.ts';

let page: Page | undefined;

afterEach(async () => {
  await page?.close();
  page = undefined;
  useRechecks.setState({ looks: {} });
});

const s = '/s/prod-eu-1-20261124';

const open = async (...given: Parameters<typeof mount>): Promise<Page> => {
  page = await mount(...given);
  await page.until(() => page?.state() !== 'loading');
  return page;
};

const says = async (p: Page, ...texts: readonly string[]): Promise<void> => {
  await p.until(() => texts.every(text => p.text().includes(text)));
  expect(texts.filter(text => !p.text().includes(text))).toEqual([]);
};

const input = (): HTMLInputElement =>
  document.querySelector<HTMLInputElement>('input[aria-label="Filter the findings"]') as HTMLInputElement;

describe('the filter', () => {
  it('offers fields, then values with their counts; keys choose and take', async () => {
    const p = await open(`${s}/findings`, scenarioClient('loaded'));
    await p.act(() => input().focus());
    await p.type('Filter the findings', 'sev');
    await says(p, 'severity:');
    await p.key('ArrowDown', input());
    await p.key('Enter', input());
    expect(input().value).toBe('severity:');
    await p.type('Filter the findings', 'severity:cri');
    expect(await p.until(() => document.querySelectorAll('[role=option]').length === 1)).toBe(true);
    expect(document.querySelector('[role=option]')?.textContent).toBe('critical6');
    await p.key('ArrowDown', input());
    await p.key('Enter', input());
    expect(input().value).toBe('severity:critical ');
    await says(p, '6 of 38');
  });

  it('a value typed without its field is offered with it', async () => {
    const p = await open(`${s}/findings`, scenarioClient('loaded'));
    await p.act(() => input().focus());
    await p.type('Filter the findings', 'ci-r');
    await says(p, 'ns:ci-runners');
  });

  it('tells what is wrong, where, and what is allowed, and loses nothing', async () => {
    const p = await open(`${s}/findings?q=ns%3Ashop+image%3Alatest`, scenarioClient('loaded'));
    await says(p, 'At character 9: There is no field “image”.');
    await p.click('checkbox', 'Medium');
    expect(new URLSearchParams(p.address().split('?')[1]).get('q')).toBe('ns:shop severity:medium "image:latest"');
  });

  it('leaves out by the minus key of a facet, and shows it', async () => {
    const p = await open(`${s}/findings`, scenarioClient('loaded'));
    await p.key('-', p.find('checkbox', 'Critical, 6'));
    await says(p, 'left out', '32 of 38');
    expect(new URLSearchParams(p.address().split('?')[1]).get('q')).toBe('-severity:critical');
    await p.click('checkbox', 'Critical, left out');
    await says(p, '38 findings');
  });
});

describe('sort', () => {
  it('stands in the address, and is asked of the core', async () => {
    const client = scenarioClient('loaded');
    await open(`${s}/findings?sort=-namespace`, client);
    expect(client.calls.find(({ name }) => name === 'findings.list')?.input).toMatchObject({
      sort: { by: 'namespace', desc: true },
    });
  });
});

describe('selection', () => {
  it('x selects, shift and an arrow draw a range, Esc lets go', async () => {
    const p = await open(`${s}/findings?group=none`, scenarioClient('loaded'));
    await p.key('j');
    await p.key('x');
    await says(p, '1 finding selected', 'Select all 38 matching');
    await p.act(() => {
      window.dispatchEvent(new KeyboardEvent('keydown', { key: 'J', shiftKey: true, bubbles: true, cancelable: true }));
    });
    await says(p, '2 findings selected');
    await p.key('Escape');
    expect(await p.until(() => !p.text().includes('selected'))).toBe(true);
    expect(p.text()).toContain('38 findings');
  });

  it('a head takes its whole group, closed as it is', async () => {
    const p = await open(`${s}/findings?q=ns%3Aci-runners`, scenarioClient('loaded'));
    await p.key('j');
    await p.key('x');
    await says(p, '11 findings selected');
  });

  it('all that match can be exported by the same text', async () => {
    const client = scenarioClient('loaded');
    const p = await open(`${s}/findings?q=severity%3Acritical`, client);
    await p.key('j');
    await p.key('j');
    await p.key('x');
    await p.click('button', 'Select all 6 matching');
    await says(p, '6 findings selected');
    await p.key('x');
    await says(p, '5 findings selected');
    const bulk = document.querySelector('.ui-bulk');
    await p.act(() => [...(bulk?.querySelectorAll('button') ?? [])].find(button => button.textContent === 'Export')?.click());
    await p.click('option', 'CSV, for a spreadsheet');
    await p.until(() => client.saved.length > 0);
    expect(client.calls.find(({ name }) => name === 'findings.export')?.input).toEqual({
      snapshot: 'prod-eu-1-20261124',
      q: 'severity:critical -id:f-token',
      format: 'csv',
    });
  });

  it('what has a patch goes into the tray', async () => {
    const p = await open(`${s}/findings?group=none&q=name%3Adeployer%2Cargocd-manager-crb`, scenarioClient('loaded'));
    await p.key('j');
    await p.key('x');
    await p.click('button', 'Select all 4 matching');
    await p.click('button', 'Add to tray');
    await says(p, '3 patches added to the tray');
    expect(Object.values(useTray.getState().chosen).flat()).toEqual(['f-token', 'f-pod', 'f-legacy']);
  });
});

describe('a second look', () => {
  it('lies over the finding with both times, and can be put away', async () => {
    const client = scenarioClient('loaded');
    const p = await open(`${s}/findings/f-token`, client);
    await says(p, 'Re-check');
    await p.click('button', 'Re-check');
    await p.click('option', 'This finding');
    await says(p, 'Checked again: gone', 'All below is the snapshot', '4 requests');
    expect(client.calls.find(({ name }) => name === 'findings.recheck')?.input).toEqual({
      snapshot: 'prod-eu-1-20261124',
      scope: { type: 'finding', finding: 'f-token' },
    });
    expect(document.querySelector('.line-seen')?.textContent).toContain('gone');
    await p.click('button', 'Dismiss');
    expect(p.text()).not.toContain('Checked again');
  });

  it('of a namespace stands above the list, what is new among it', async () => {
    const client = scenarioClient('loaded', {
      'findings.recheck': input =>
        ok({
          ...recheckOf(input),
          counts: { still: 3, changed: 0, gone: 1, unknown: 0, new: 1 },
          verdicts: [
            {
              ...(recheckOf(input).verdicts[0] as ReturnType<typeof recheckOf>['verdicts'][number]),
              finding: 'n',
              state: 'new',
              message: 'A new one',
              notes: [],
            },
          ],
        }),
    });
    const p = await open(`${s}/findings/f-token`, client);
    await says(p, 'Re-check');
    await p.click('button', 'Re-check');
    await p.click('option', 'Namespace ci');
    await says(p, 'Checked again: namespace ci', '1 new, 1 gone, 3 still there', 'The list is the snapshot', 'A new one');
  });

  it('that fails says why', async () => {
    const p = await open(
      `${s}/findings/f-token`,
      scenarioClient('loaded', {
        'findings.recheck': () => fail(problem('unreachable', { what: 'The API server does not answer.', why: 'No route.' })),
      }),
    );
    await says(p, 'Re-check');
    await p.click('button', 'Re-check');
    await p.click('option', 'This finding');
    await says(p, 'The API server does not answer.', 'No route.');
  });

  it.each([
    ['demo', 'The demo is a recording'],
    ['bundle', 'It was imported as a bundle'],
    ['dump', 'It was made from files'],
  ] as const)('of a %s is not offered, and why is said', async (origin, why) => {
    const client = scenarioClient('loaded', {
      'snapshots.get': ({ snapshot }) => ok(snapshotOf({ id: snapshot, meta: { origin } })),
    });
    const p = await open(`${s}/findings/f-token`, client);
    await says(p, why);
    expect(p.find('button', 'Re-check')).toBeUndefined();
  });
});

describe('the list tells late', () => {
  it('manager and first seen', async () => {
    const p = await open(`${s}/findings`, scenarioClient('loaded'));
    await says(p, 'First seen', 'Argo CD application platform', 'new');
  });

  it('no column with a single snapshot', async () => {
    const client = scenarioClient('loaded', {
      'findings.notes': ({ findings }) => ok({ notes: findings.map(id => ({ id, manager: null })) }),
    });
    const p = await open(`${s}/findings`, client);
    await says(p, '38 findings');
    expect(p.text()).not.toContain('First seen');
  });
});

describe('columns', () => {
  it('are picked, put in order, and there again at the next opening', async () => {
    const client = scenarioClient('loaded');
    const heads = (p: Page): readonly string[] =>
      ['Rule', 'Pack', 'First seen']
        .map(title => ({ title, at: p.text().indexOf(title, p.text().indexOf('38 findings')) }))
        .filter(({ at }) => at >= 0)
        .toSorted((a, b) => a.at - b.at)
        .map(({ title }) => title);
    const p = await open(`${s}/findings`, client);
    await says(p, '38 findings', 'First seen');
    await p.click('button', 'Columns');
    await p.click('checkbox', 'Rule');
    await p.click('button', 'Rule: one to the left');
    await p.key('Escape', document.activeElement ?? document.body);
    await p.until(() => p.find('checkbox', 'Pack') === undefined);
    expect(heads(p)).toEqual(['Rule', 'First seen']);
    await p.close();
    const again = await open(`${s}/findings`, client);
    await says(again, '38 findings', 'First seen');
    expect(heads(again)).toEqual(['Rule', 'First seen']);
  });
});
