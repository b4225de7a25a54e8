import type { Rule, WayToAdmin } from '#contract/rule';
import { attackCustomResources, attackResources } from './attack-resources.ts';
import { finding, wholeCluster } from './define-rule.ts';
import { claimOf, fixOf, whyOf } from './way-words.ts';

type Part = Pick<Rule<'cluster'>, 'appliesTo' | 'needs' | 'facts' | 'evaluate'> & {
  readonly needsIfServed: NonNullable<Rule['needsIfServed']>;
  readonly monotone: true;
  readonly asksWays: true;
};

/** What every rule on ways to admin has: one finding for each cause of this kind. */
export const waysBy = (by: WayToAdmin['by']): Part => ({
  appliesTo: wholeCluster,
  needs: attackResources,
  needsIfServed: attackCustomResources,
  facts: ['credential', 'secret-key', 'aws-auth'],
  monotone: true,
  asksWays: true,
  evaluate: (_, view) =>
    view
      .waysToAdmin()
      .filter(way => way.by === by)
      .map(way => finding(way.path, claimOf(way), { on: way.object, severity: way.severity, why: whyOf(way), fix: fixOf(way) })),
});
