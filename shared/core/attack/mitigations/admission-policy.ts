import type { AttackEvidence, Blocked } from '#contract/attack';
import { isJsonObject } from '#contract/json';
import type { KubeObject } from '#contract/kube';
import { field, listAt, textAt, textsAt } from '#kube/json-fields';
import { labelsOf, selects, selectsEverything, type Labels } from '#kube/label-selector';
import { at } from '#kube/pointer';
import type { Reached } from '../edge.ts';
import { open, seen } from '../reached.ts';
import { remembered } from '../remembered.ts';
import type { World } from '../world.ts';

/** A write as admission sees it. */
export interface Write {
  readonly operation: 'CREATE' | 'UPDATE' | 'CONNECT';
  readonly group: string;
  /** `pods`, `pods/exec` */
  readonly resource: string;
  /** '' for what stands in no namespace. */
  readonly namespace: string;
  /** Expressions, without white space, that are false for whatever this edge needs to write; `false` itself always counts. */
  readonly refusals?: readonly string[];
}

type Certainty = 'no' | 'may' | 'yes';

interface Denying {
  readonly policy: KubeObject;
  readonly binding: KubeObject;
}

const admission = 'admissionregistration.k8s.io';

/** Policies with a binding that denies. */
const denying: (world: World) => readonly Denying[] = remembered(world =>
  world.list(`validatingadmissionpolicybindings.${admission}`).flatMap(binding => {
    if (!textsAt(binding, 'spec', 'validationActions').includes('Deny')) return [];
    const policy = world.get(`validatingadmissionpolicies.${admission}`, undefined, textAt(binding, 'spec', 'policyName') ?? '');
    return policy === undefined ? [] : [{ policy, binding }];
  }),
);

/** As admission's matcher: `*` is all resources without their subresources, `pods/*` all of pods, `*` + `/*` everything. */
const resourceMatches = (entries: readonly string[], wanted: string): boolean => {
  const [resource = '', subresource = ''] = wanted.split('/');
  return entries.some(entry => {
    const [first = '', second = ''] = entry.split('/');
    return (first === '*' || first === resource) && (second === '*' || second === subresource);
  });
};

const ruleMatches = (rule: unknown, { operation, group, resource, namespace }: Write): Certainty => {
  const has = (list: string, wanted: string): boolean => {
    const entries = textsAt(rule, list);
    return entries.includes('*') || entries.includes(wanted);
  };
  if (!has('operations', operation) || !has('apiGroups', group)) return 'no';
  if (!resourceMatches(textsAt(rule, 'resources'), resource)) return 'no';
  const scope = textAt(rule, 'scope') ?? '*';
  // A request for a namespace object carries its name as namespace; the object stands in none.
  const inNamespace = namespace !== '' && resource !== 'namespaces';
  if (scope === (inNamespace ? 'Cluster' : 'Namespaced')) return 'no';
  // All that is asked about here is served as v1; another version may be served beside it.
  const versions = textsAt(rule, 'apiVersions');
  if (!versions.includes('*') && !versions.includes('v1')) return 'may';
  return listAt(rule, 'resourceNames').length > 0 ? 'may' : 'yes';
};

const anyRule = (rules: readonly unknown[], write: Write): Certainty => {
  const found = rules.map(rule => ruleMatches(rule, write));
  return found.includes('yes') ? 'yes' : found.includes('may') ? 'may' : 'no';
};

const least = (...all: readonly Certainty[]): Certainty => (all.includes('no') ? 'no' : all.includes('may') ? 'may' : 'yes');

const selectorMatches = (selector: unknown, labels: Labels | undefined): Certainty => {
  if (!isJsonObject(selector) || selectsEverything(selector)) return 'yes';
  return labels === undefined ? 'may' : selects(selector, labels) ? 'yes' : 'no';
};

/** Undefined where they are not known, or are the writer's to choose: those of the namespace object that is written. */
const namespaceLabels = (world: World, { namespace, resource }: Write): Labels | undefined => {
  const object = resource === 'namespaces' ? undefined : world.get('namespaces', undefined, namespace);
  return object === undefined ? undefined : labelsOf(object.metadata);
};

/** `matchConstraints` of a policy, `matchResources` of a binding; `rulesRequired` where an empty list matches nothing. */
const matches = (world: World, match: unknown, write: Write, rulesRequired: boolean): Certainty => {
  const rules = listAt(match, 'resourceRules');
  const included = rules.length === 0 && !rulesRequired ? 'yes' : anyRule(rules, write);
  const excluded = anyRule(listAt(match, 'excludeResourceRules'), write);
  const byNamespace = selectorMatches(field(match, 'namespaceSelector'), namespaceLabels(world, write));
  // Whoever writes an object chooses its labels.
  const byObject = selectorMatches(field(match, 'objectSelector'), undefined);
  // Objects of no namespace are not asked for its labels.
  const selected = write.namespace === '' ? byObject : least(byNamespace, byObject);
  return least(included, excluded === 'yes' ? 'no' : excluded === 'may' ? 'may' : 'yes', selected);
};

/** Index of the validation that surely fails; -1 where none does for sure. */
const refusalOf = (policy: KubeObject, { refusals = [] }: Write): number =>
  listAt(policy, 'spec', 'validations').findIndex(validation => {
    const text = (textAt(validation, 'expression') ?? '').replaceAll(/\s+/g, '').replaceAll('"', "'");
    return text === 'false' || refusals.includes(text);
  });

const judge = (world: World, { policy, binding }: Denying, write: Write): Certainty => {
  const matched = least(
    matches(world, field(policy, 'spec', 'matchConstraints'), write, true),
    matches(world, field(binding, 'spec', 'matchResources'), write, false),
  );
  if (matched === 'no') return 'no';
  const conditional =
    listAt(policy, 'spec', 'matchConditions').length > 0 ||
    field(policy, 'spec', 'paramKind') !== undefined ||
    field(binding, 'spec', 'paramRef') !== undefined;
  return conditional || refusalOf(policy, write) < 0 ? 'may' : matched;
};

const webhooks: (world: World) => readonly KubeObject[] = remembered(world =>
  world.list(`validatingwebhookconfigurations.${admission}`),
);

const webhookMayMatch = (world: World, webhook: unknown, write: Write): boolean => {
  if (anyRule(listAt(webhook, 'rules'), write) === 'no') return false;
  if (write.namespace === '') return true;
  return selectorMatches(field(webhook, 'namespaceSelector'), namespaceLabels(world, write)) !== 'no';
};

const shownAtMost = 3;

/** Policies and webhooks that see the write, and whose answer cannot be known here: told, never counted. */
const mayRefuse = (world: World, write: Write, policies: readonly Denying[]): readonly AttackEvidence[] => {
  const told = policies.map(({ policy }) => {
    const what = `May be refused by ValidatingAdmissionPolicy ${policy.metadata.name}: what it forbids cannot be told here.`;
    return seen(world, policy, '/spec/validations', what);
  });
  for (const configuration of webhooks(world)) {
    if (told.length >= shownAtMost) break;
    const index = listAt(configuration, 'webhooks').findIndex(webhook => webhookMayMatch(world, webhook, write));
    if (index < 0) continue;
    const what = `May be refused by the webhook of ${configuration.metadata.name}: what it forbids stands outside the API server.`;
    told.push(seen(world, configuration, at('/webhooks', index), what));
  }
  return told.slice(0, shownAtMost);
};

const blockedBy = (world: World, { policy, binding }: Denying): Blocked => ({
  mitigation: 'admission-policy',
  what: `ValidatingAdmissionPolicy ${policy.metadata.name}, bound by ${binding.metadata.name}, denies it.`,
  object: world.keyOf(policy),
});

/**
 * What admission says to a write: blocked only where a bound policy denies it for sure (it matches whatever the labels, has no
 * conditions and no parameters, and one of its expressions is known to be false); else those that may refuse it are told.
 */
export const admissionOf = (world: World, write: Write): Reached => {
  const known = answers(world);
  const key = JSON.stringify(write);
  const found = known.get(key) ?? answer(world, write);
  known.set(key, found);
  return found;
};

// A score of edges ask the same of each namespace.
const answers: (world: World) => Map<string, Reached> = remembered(() => new Map());

const answer = (world: World, write: Write): Reached => {
  const found = denying(world).map(one => ({ one, certainty: judge(world, one, write) }));
  const sure = found.find(({ certainty }) => certainty === 'yes');
  if (sure !== undefined) return { evidence: [], blockedBy: [blockedBy(world, sure.one)], uncertain: [] };
  const policies = found.filter(({ certainty }) => certainty === 'may').map(({ one }) => one);
  const evidence = mayRefuse(world, write, policies);
  return evidence.length === 0 ? open : { evidence, blockedBy: [], uncertain: [] };
};
