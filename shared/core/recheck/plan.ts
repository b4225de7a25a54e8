import type { Finding } from '#contract/finding';
import { groupOf, type ObjectRef, resourceName } from '#contract/kube';
import { problem, type Problem } from '#contract/problem';
import type { RecheckScope } from '#contract/recheck';
import { fail, ok, type Result } from '#contract/result';
import type { AnyRule } from '#contract/rule';
import { namespaceOf } from '#core/findings/filter';
import { typeOfKind } from '#kube/builtin-resources';

/** Where a recheck looks: named objects with what they own, one namespace, or the whole cluster for one rule. */
export type Area =
  | { readonly type: 'objects'; readonly seeds: readonly ObjectRef[] }
  | { readonly type: 'namespace'; readonly namespace: string }
  | { readonly type: 'cluster' };

export interface RecheckPlan {
  readonly area: Area;
  readonly rules: readonly AnyRule[];
  /** The snapshot's findings that are asked about. */
  readonly before: readonly Finding[];
  /** The one that was named. */
  readonly asked: string | null;
}

/** Tells objects apart whatever version they were asked in. */
export const identityOf = ({ apiVersion, kind, namespace, name }: ObjectRef): string =>
  JSON.stringify([groupOf(apiVersion), kind, namespace ?? '', name]);

const same = (a: ObjectRef | null | undefined, b: ObjectRef | null | undefined): boolean =>
  a !== null && a !== undefined && b !== null && b !== undefined && identityOf(a) === identityOf(b);

const standsOn = (finding: Finding, ref: ObjectRef): boolean => same(finding.resource, ref) || same(finding.at?.resource, ref);

const unique = (refs: readonly ObjectRef[]): readonly ObjectRef[] => [
  ...new Map(refs.map(ref => [identityOf(ref), ref])).values(),
];

const noRule = (ruleId: string): Problem =>
  problem('rule-unknown', {
    what: `There is no rule ${ruleId} any more.`,
    why: 'The finding was made by another version of the rules.',
    todo: 'Capture the cluster anew to have it judged by the rules of today.',
  });

const noFinding = (id: string): Problem =>
  problem('finding-unknown', { what: `This snapshot has no finding ${id}.`, why: 'It belongs to another snapshot.' });

/** An unknown is about all that its rule judges in its scope. */
const ofUnknown = (finding: Finding, rule: AnyRule, findings: readonly Finding[]): RecheckPlan => {
  const namespace = finding.resource === null ? null : namespaceOf(finding);
  return {
    area: namespace === null ? { type: 'cluster' } : { type: 'namespace', namespace },
    rules: [rule],
    before: findings.filter(
      other => other.ruleId === rule.id && (namespace === null || namespaceOf(other) === namespace || other.id === finding.id),
    ),
    asked: finding.id,
  };
};

const ofFinding = (id: string, findings: readonly Finding[], rules: readonly AnyRule[]): Result<RecheckPlan, Problem> => {
  const finding = findings.find(candidate => candidate.id === id);
  if (finding === undefined) return fail(noFinding(id));
  const rule = rules.find(candidate => candidate.id === finding.ruleId);
  if (rule === undefined) return fail(noRule(finding.ruleId));
  const { resource, at } = finding;
  if (finding.status === 'unknown' || resource === null || at === null) return ok(ofUnknown(finding, rule, findings));
  if (rule.appliesTo.subject === 'cluster')
    return ok({
      area: { type: 'cluster' },
      rules: [rule],
      before: findings.filter(other => other.ruleId === rule.id),
      asked: id,
    });
  // A rule on workloads judges all that hangs on the root; any other the object alone.
  const whole = rule.appliesTo.subject === 'pod-template';
  const seeds = whole ? unique([resource, at.resource]) : [at.resource];
  return ok({
    area: { type: 'objects', seeds },
    rules: [rule],
    before: findings.filter(
      other =>
        other.ruleId === rule.id &&
        (whole ? same(other.resource, resource) : same(other.at?.resource, at.resource)) &&
        other.status !== 'unknown',
    ),
    asked: id,
  });
};

const judges = (rule: AnyRule, ref: ObjectRef): boolean => {
  const { subject, resources } = rule.appliesTo;
  if (subject === 'cluster') return false;
  if (subject === 'namespace') return ref.kind === 'Namespace' && groupOf(ref.apiVersion) === '';
  const type = typeOfKind(ref.apiVersion, ref.kind);
  return resources.includes(resourceName(type.group, type.resource));
};

const ofObject = (ref: ObjectRef, findings: readonly Finding[], rules: readonly AnyRule[]): Result<RecheckPlan, Problem> => {
  const before = findings.filter(finding => finding.status !== 'unknown' && standsOn(finding, ref));
  const found = new Set(before.map(finding => finding.ruleId));
  const asked = rules.filter(rule => rule.appliesTo.subject !== 'cluster' && (found.has(rule.id) || judges(rule, ref)));
  if (asked.length === 0)
    return fail(
      problem('not-available', {
        what: `No rule judges a ${ref.kind}.`,
        why: 'There is nothing to check again on this object.',
        todo: 'Look at the rules page for what is judged.',
      }),
    );
  const places = before
    .flatMap(({ resource, at }) => [resource, at?.resource])
    .filter(place => place !== null && place !== undefined);
  return ok({ area: { type: 'objects', seeds: unique([ref, ...places]) }, rules: asked, before, asked: null });
};

const ofNamespace = (namespace: string, findings: readonly Finding[], rules: readonly AnyRule[]): RecheckPlan => {
  const judged = rules.filter(({ appliesTo }) => appliesTo.subject !== 'cluster' && !appliesTo.resources.every(isOfTheCluster));
  const ids = new Set(judged.map(rule => rule.id));
  return {
    area: { type: 'namespace', namespace },
    rules: judged,
    before: findings.filter(
      finding => ids.has(finding.ruleId) && namespaceOf(finding) === namespace && finding.resource !== null,
    ),
    asked: null,
  };
};

const isOfTheCluster = (resource: string): boolean => resource !== 'namespaces' && clusterScoped.has(resource);

/** Of what rules judge: resources that stand in no namespace. */
const clusterScoped: ReadonlySet<string> = new Set([
  'kubeletconfigs.plumbline',
  'nodes',
  'clusterroles.rbac.authorization.k8s.io',
  'clusterrolebindings.rbac.authorization.k8s.io',
  'validatingwebhookconfigurations.admissionregistration.k8s.io',
  'mutatingwebhookconfigurations.admissionregistration.k8s.io',
]);

/** What to read and to judge for a scope, from what the snapshot says alone. */
export const planRecheck = (
  scope: RecheckScope,
  findings: readonly Finding[],
  rules: readonly AnyRule[],
): Result<RecheckPlan, Problem> => {
  switch (scope.type) {
    case 'finding':
      return ofFinding(scope.finding, findings, rules);
    case 'object':
      return ofObject(scope, findings, rules);
    case 'namespace':
      return ok(ofNamespace(scope.namespace, findings, rules));
  }
};
