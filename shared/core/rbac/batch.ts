import type { RbacRef } from '#contract/rbac';
import { parseReview } from '#kube/rbac/access-review';
import type { Authorizer } from './authorizer.ts';
import { expandGroups } from './identity.ts';
import type { NodeAuthorizer } from './node-authorizer.ts';
import type { Decision, GrantIndex, Policy } from './policy.ts';

export interface CheckOptions {
  /** Adds the groups that authentication would; the API server takes the requester of a review as it is. */
  readonly expandGroups: boolean;
  /** Answers kubelets as the API server's Node authorizer does; without it they are answered by RBAC alone. */
  readonly nodes?: NodeAuthorizer;
}

/** One line of answer, without its line break. `valid`: whether the line asked was a review. */
export interface CheckedLine {
  readonly text: string;
  readonly valid: boolean;
}

const refText = ({ kind, namespace, name }: RbacRef): string =>
  JSON.stringify(namespace === null ? { kind, name } : { kind, namespace, name });

/** The text of a grant up to its rule, made once a binding: a batch names the same few again and again. */
const grantTexts = (policy: Policy): ((grant: GrantIndex) => string) => {
  const heads = new Map<number, string>();
  const headOf = (at: number): string => {
    const known = heads.get(at);
    if (known !== undefined) return known;
    const binding = policy.bindings[at];
    const role = policy.roles[binding?.role ?? -1]?.ref;
    if (binding === undefined || role === undefined) throw new Error(`binding ${String(at)} has no role`);
    const made = `{"binding":${refText(binding.ref)},"role":${refText(role)},"rule":`;
    heads.set(at, made);
    return made;
  };
  return ({ binding, rule }) => `${headOf(binding)}${String(rule)}}`;
};

const answerText = (decision: Decision, grantText: (grant: GrantIndex) => string): string => {
  if (decision.allowed === null) return `{"allowed":null,"needs":${JSON.stringify(decision.needs)}}`;
  if (!decision.allowed) return '{"allowed":false}';
  const ahead = decision.authorizer === null ? [] : [JSON.stringify({ authorizer: decision.authorizer })];
  return `{"allowed":true,"by":[${[...ahead, ...decision.grants.map(grantText)].join(',')}]}`;
};

const parsed = (line: string): { readonly value: unknown } | undefined => {
  try {
    const value: unknown = JSON.parse(line);
    return { value };
  } catch {
    return undefined;
  }
};

const invalid = (why: string): CheckedLine => ({ text: JSON.stringify({ error: why }), valid: false });

/** Answers lines of `rbac check`: each the spec of a SubjectAccessReview. */
export const createCheck = (authorizer: Authorizer, options: CheckOptions): ((line: string) => CheckedLine) => {
  const grantText = grantTexts(authorizer.policy);
  return line => {
    const json = parsed(line);
    if (json === undefined) return invalid('not JSON');
    const review = parseReview(json.value);
    if (!review.ok) return invalid(review.error);
    const { access, user, groups, selected } = review.value;
    const requester = options.expandGroups ? expandGroups({ user, groups }) : { user, groups };
    const byRbac = authorizer.decide(requester, access);
    const decision = options.nodes?.decide(requester, access, byRbac, selected) ?? byRbac;
    return { text: answerText(decision, grantText), valid: true };
  };
};
