import type { CoverageState, Need } from '#contract/coverage';
import type { Finding, Severity } from '#contract/finding';
import type { ObjectRef } from '#contract/kube';
import type { AnyRule } from '#contract/rule';
import { enumerate, quoted } from '#kube/sentence';
import type { UnreadScope } from './completeness.ts';
import { isOurs } from './completeness.ts';
import { hash32 } from './fingerprint.ts';
import type { RuleOutcome } from './run-rule.ts';

/** Why a resource is not known, as a sentence around its names. */
const reasons: Readonly<Record<CoverageState, (resources: string) => string>> = {
  full: resources => `All ${resources} were read.`,
  'not-served': resources => `The server has no ${resources}.`,
  denied: resources => `Listing ${resources} is not allowed.`,
  failed: resources => `Reading ${resources} failed.`,
  partial: resources => `Only a part of ${resources} was read.`,
  skipped: resources => `Nothing was read of ${resources}.`,
  'not-given': resources => `Files alone cannot say what else there is of ${resources}.`,
};

interface UnknownText {
  readonly namespace: string | null;
  readonly needs: readonly Need[];
  readonly because: string;
  readonly fix: string;
}

const unknownOf = (rule: AnyRule, severity: Severity, frameworks: readonly string[], text: UnknownText): Finding => {
  const resource: ObjectRef | null =
    text.namespace === null ? null : { apiVersion: 'v1', kind: 'Namespace', name: text.namespace };
  const where = text.namespace === null ? 'here' : `in namespace ${quoted(text.namespace)}`;
  return {
    id: hash32(`${rule.id}\nunknown\n${text.namespace ?? ''}`),
    ruleId: rule.id,
    status: 'unknown',
    severity,
    resource,
    ownerIncomplete: false,
    at: resource === null ? null : { resource, path: '' },
    path: '',
    occurrences: [],
    message: `Whether this is so ${where} is unknown: ${quoted(rule.what)} ${text.because}`,
    why: rule.why,
    fix: text.fix,
    frameworks: [...frameworks],
    fixable: false,
    needs: [...text.needs],
  };
};

const needText = (need: Need): string =>
  `${need.verb} ${need.resource}${need.group === '' ? '' : `.${need.group}`}${need.namespace === undefined ? '' : ` in ${need.namespace}`}`;

const uniqueNeeds = (scopes: readonly UnreadScope[]): readonly Need[] => {
  const byText = new Map(scopes.flatMap(scope => scope.needs).map(need => [needText(need), need]));
  return [...byText.keys()].toSorted().flatMap(key => byText.get(key) ?? []);
};

const becauseOf = (scopes: readonly UnreadScope[]): string => {
  const byState = new Map<CoverageState, Set<string>>();
  for (const scope of scopes) byState.set(scope.state, (byState.get(scope.state) ?? new Set()).add(scope.resource));
  return [...byState]
    .toSorted(([left], [right]) => (left < right ? -1 : 1))
    .map(([state, resources]) => reasons[state](enumerate([...resources].toSorted(), 12)))
    .join(' ');
};

const fixFor = (scopes: readonly UnreadScope[], needs: readonly Need[]): string => {
  if (needs.length > 0)
    return `It takes the permission to ${enumerate(needs.map(needText), 12)}; --print-role prints a role that has it.`;
  if (scopes.every(scope => isOurs(scope.resource)))
    return 'Kubelets are asked only where the right to reach them is held already; it runs commands in every pod, so look at the files of the nodes instead of granting it.';
  if (scopes.some(scope => scope.state === 'not-given'))
    return 'Scan a cluster or a snapshot to answer it, or give the files that hold the rest.';
  return 'Capture again; the coverage entries tell what went wrong.';
};

const byScope = (unread: readonly UnreadScope[]): ReadonlyMap<string | null, readonly UnreadScope[]> => {
  const groups = new Map<string | null, UnreadScope[]>();
  for (const scope of unread) {
    const group = groups.get(scope.namespace);
    if (group === undefined) groups.set(scope.namespace, [scope]);
    else group.push(scope);
  }
  return groups;
};

/** One unknown a rule and smallest unread scope, made here and nowhere else (invariant 3). */
export const unknownFindings = (outcome: RuleOutcome, severity: Severity, frameworks: readonly string[]): readonly Finding[] => {
  const { rule } = outcome;
  if (outcome.defect !== undefined) {
    const text = {
      namespace: null,
      needs: [],
      because: 'The rule failed, which is a defect of Plumbline.',
      fix: 'Report the defect; the other rules are not affected.',
    };
    return [unknownOf(rule, severity, frameworks, text)];
  }
  if (outcome.lacks.length > 0) {
    const because = `This snapshot was captured by an older version, which did not derive ${enumerate(outcome.lacks)} facts.`;
    return [
      unknownOf(rule, severity, frameworks, {
        namespace: null,
        needs: [],
        because,
        fix: 'Capture the cluster again with this version.',
      }),
    ];
  }
  return [...byScope(outcome.unread)]
    .toSorted(([left], [right]) => ((left ?? '') < (right ?? '') ? -1 : 1))
    .map(([namespace, scopes]) => {
      const needs = uniqueNeeds(scopes);
      return unknownOf(rule, severity, frameworks, { namespace, needs, because: becauseOf(scopes), fix: fixFor(scopes, needs) });
    });
};
