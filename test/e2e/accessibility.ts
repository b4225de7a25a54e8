import axe, { type AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';

/** What axe finds on the page as it stands, one line a violation, without the rules that do not fit what is shown. Its code goes in past the policy, by the debugger. */
export const violationsOf = async (page: Page, without: readonly string[] = []): Promise<string[]> => {
  await page.evaluate(axe.source);
  const results = await page.evaluate<AxeResults>('axe.run({ resultTypes: ["violations"] })');
  const found = results.violations.filter(({ id }) => !without.includes(id));
  return found.map(
    ({ id, help, nodes }) =>
      `${id}: ${help} (${nodes
        .slice(0, 3)
        .map(node => node.target.join(' '))
        .join('; ')})`,
  );
};
