import { afterEach, describe, expect, it } from 'vitest';
import { useCurrent } from '#renderer/app/current.ts';
import { type ScenarioName, scenarioClient } from '#renderer/dev/fixtures/scenarios.ts';
import { mount, type Page } from '#renderer/dev/mount.tsx';

let page: Page | undefined;

afterEach(async () => {
  await page?.close();
  page = undefined;
});

const open = async (address: string, scenario: ScenarioName, snapshot: string | null = 'prod-eu-1-20261124', width = 1440) => {
  const client = scenarioClient(scenario);
  const shown = await mount(address, client, { width });
  page = shown;
  if (snapshot !== null) await shown.act(() => useCurrent.setState({ snapshot }));
  return { client, shown };
};

const says = (shown: Page, ...texts: readonly string[]): Promise<boolean> =>
  shown.until(() => texts.every(text => shown.text().includes(text)));

describe('rules in their states', () => {
  it.each<[string, ScenarioName, string | null, string, readonly string[]]>([
    ['/rules', 'loaded', null, 'ready', ['8 rules', 'by patch', 'by hand']],
    ['/rules/host-path', 'loaded', null, 'ready', ['Why it matters', 'cis-1.12/5.2.2', 'No snapshot is open']],
    ['/rules/host-path', 'loaded', 'prod-eu-1-20261124', 'ready', ['4 failed', '40 passed', 'results on prod-eu-1, 24 Nov']],
    ['/rules/image-latest', 'loaded', 'prod-eu-1-20261124', 'ready', ['It did not run: The configuration names no registries.']],
    [
      '/rules/wildcard-role',
      'loaded',
      'prod-eu-1-20261124',
      'ready',
      ['14 unknown', '8 cases', 'It must say that it does not know'],
    ],
    ['/rules/nosuch', 'loaded', null, 'ready', ['There is no rule nosuch', '8 rules']],
    ['/rules?pack=rbac', 'loaded', null, 'ready', ['2 of 8 rules']],
    ['/rules?result=unknown', 'loaded', 'prod-eu-1-20261124', 'ready', ['1 of 8 rules', 'ingress-tls']],
    ['/rules?q=nosuchword', 'loaded', null, 'ready', ['No rule fits the filter', 'Clear the filter']],
    ['/rules', 'empty', null, 'ready', ['There are no rules']],
    ['/rules', 'loading', null, 'loading', ['Reading the rules']],
    ['/rules', 'error', null, 'error', ['The core did not answer.', 'Try again']],
  ])('%s, %s, %s', async (address, scenario, snapshot, state, texts) => {
    const { shown } = await open(address, scenario, snapshot);
    expect(await shown.until(() => shown.state() === state && texts.every(text => shown.text().includes(text)))).toBe(true);
  });
});

it('the counts lead to the findings that they count', async () => {
  const { shown } = await open('/rules/host-path', 'loaded');
  expect(await says(shown, '4 failed')).toBe(true);
  const link = [...document.querySelectorAll('a')].find(each => each.textContent === '4 failed');
  expect(decodeURIComponent(link?.getAttribute('href') ?? '')).toBe(
    '/s/prod-eu-1-20261124/findings?q=rule:host-path status:fail',
  );
});

it('a case can be read', async () => {
  const { shown } = await open('/rules/host-path', 'loaded');
  expect(await says(shown, 'latest with a digest, which decides, a near miss')).toBe(true);
  const details = document.querySelector('details');
  await shown.act(() => {
    if (details !== null) details.open = true;
    details?.dispatchEvent(new Event('toggle'));
  });
  expect(await shown.until(() => document.querySelector('.case .ui-code') !== null)).toBe(true);
});

it('in a narrow window a rule is a page with a way back that keeps the filter', async () => {
  const { shown } = await open('/rules/host-path?pack=pod-security', 'loaded', null, 1024);
  expect(await says(shown, 'Why it matters')).toBe(true);
  await shown.click('button', 'Rules');
  expect(shown.address()).toBe('/rules?pack=pod-security');
});
