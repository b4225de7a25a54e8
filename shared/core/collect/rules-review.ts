import type { ResourceType } from '#contract/kube';
import { fieldOf, isRecord, listOf } from './json-fields.ts';
import type { Requester } from './requester.ts';

/** What the user may do in one namespace, as the server's own authorizers tell it. */
export interface OwnRules {
  /** Some authorizer cannot list its rules: a missing rule then means unknown, not no. */
  readonly incomplete: boolean;
  readonly rules: readonly OwnRule[];
}

interface OwnRule {
  readonly verbs: readonly unknown[];
  readonly apiGroups: readonly unknown[];
  readonly resources: readonly unknown[];
  readonly resourceNames: readonly unknown[];
}

/** Asks SelfSubjectRulesReview; undefined where the server does not answer it: then nothing is known. */
export const reviewRules = async (requester: Requester, namespace: string): Promise<OwnRules | undefined> => {
  const answer = await requester.post('/apis/authorization.k8s.io/v1/selfsubjectrulesreviews', {
    apiVersion: 'authorization.k8s.io/v1',
    kind: 'SelfSubjectRulesReview',
    spec: { namespace },
  });
  if (!answer.ok) return undefined;
  const status = fieldOf(answer.value.json, 'status');
  if (!isRecord(status)) return undefined;
  return {
    incomplete: status['incomplete'] === true || typeof status['evaluationError'] === 'string',
    rules: listOf(status['resourceRules'])
      .filter(isRecord)
      .map(rule => ({
        verbs: listOf(rule['verbs']),
        apiGroups: listOf(rule['apiGroups']),
        resources: listOf(rule['resources']),
        resourceNames: listOf(rule['resourceNames']),
      })),
  };
};

const holds = (list: readonly unknown[], value: string): boolean => list.includes(value) || list.includes('*');

/** Whether to try a list: yes where a rule allows it and where nobody knows. A rule for named objects allows no list of all. */
export const mayList = (own: OwnRules | undefined, type: ResourceType): boolean =>
  own === undefined ||
  own.incomplete ||
  own.rules.some(
    rule =>
      rule.resourceNames.length === 0 &&
      holds(rule.verbs, 'list') &&
      holds(rule.apiGroups, type.group) &&
      holds(rule.resources, type.resource),
  );
