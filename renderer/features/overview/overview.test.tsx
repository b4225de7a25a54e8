import { afterEach, describe, expect, it } from 'vitest';
import { type ScenarioName, scenarioClient } from '#renderer/dev/fixtures/scenarios.ts';
import { mount, type Page } from '#renderer/dev/mount.tsx';

let page: Page | undefined;

afterEach(async () => {
  await page?.close();
  page = undefined;
});

const s = '/s/prod-eu-1-20261124';

const says = async (p: Page, ...texts: readonly string[]): Promise<void> => {
  await p.until(() => texts.every(text => p.text().includes(text)));
  expect(texts.filter(text => !p.text().includes(text))).toEqual([]);
};

describe('overview', () => {
  it.each<readonly [ScenarioName, 'ready' | 'loading' | 'error', readonly string[]]>([
    [
      'loaded',
      'ready',
      [
        'Look at first',
        'by severity, then how many objects one change fixes',
        'One edit of ClusterRoleBinding argocd-manager-crb fixes 4',
        'shown by 12 objects',
        'All 41 changes',
        'What changed',
        'Compare the two snapshots',
        'would be answered by list on secrets in payments',
        'Coverage and age',
        'leaves 14 checks unknown',
        'All 5 gaps',
      ],
    ],
    ['empty', 'ready', ['No findings', 'No earlier snapshot of this cluster']],
    ['loading', 'loading', ['Reading the snapshot']],
    ['error', 'error', ['The core did not answer.', 'Try again']],
    ['partial', 'ready', ['The capture ended before everything was read', 'Look at first']],
    ['stale', 'ready', ['This is the cluster of 9 d ago', 'Look at first']],
  ])('%s', async (scenario, state, texts) => {
    const shown = await mount(`${s}/overview`, scenarioClient(scenario));
    page = shown;
    await says(shown, ...texts);
    expect(shown.state()).toBe(state);
  });
});
