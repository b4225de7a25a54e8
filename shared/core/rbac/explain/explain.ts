import type { Need } from '#contract/coverage';
import type { KubeObject } from '#contract/kube';
import type { Problem } from '#contract/problem';
import type { Access, Answer, Explain, Grant } from '#contract/rbac';
import { ok, type Result } from '#contract/result';
import type { SnapshotIndex } from '#core/evaluate/snapshot-index';
import { uncovered } from '#kube/rbac/covers';
import { isResourceAccess } from '#kube/rbac/rule-matching';
import { accountOfUser, impliedGroups } from '#kube/rbac/user-names';
import type { Authorizer } from '../authorizer.ts';
import { completenessOf } from '../completeness-of.ts';
import { grantOf, uniqueNeeds } from '../grants.ts';
import { subjectText } from '../identity.ts';
import type { Decision, Requester } from '../policy.ts';
import type { DeniedRequest } from './denied-request.ts';
import { explainCaveats } from './explain-caveats.ts';
import { grantorsOf } from './grantors.ts';
import { nearestRules } from './nearest.ts';
import { type Cluster, type ProposedSubject, proposedObjects, proposedSubject, yamlDocuments } from './proposal.ts';
import { readRequests } from './read-request.ts';

/** An edge of the attack graph that objects would add to it. */
export type AddedEdge = Explain['adds'][number];

export interface ExplainContext {
  readonly authorizer: Authorizer;
  readonly index: SnapshotIndex;
  /** Steps of the subject that the attack graph has with these objects laid over the snapshot, and lacks without. */
  addedEdges(objects: readonly KubeObject[], subject: string): Promise<readonly AddedEdge[]>;
}

/** An explanation, with its proposal as objects. */
export interface Explanation {
  readonly explain: Explain;
  readonly objects: readonly KubeObject[];
}

const maxNearest = 5;
const maxGrantors = 20;

interface Judged {
  readonly request: DeniedRequest;
  readonly answer: Answer;
  readonly by: readonly Grant[];
  readonly needs: readonly Need[];
}

/** Exactly the groups that the text tells; where it tells none, those that authentication adds to the name. */
const requesterOf = ({ user, groups }: DeniedRequest): Requester => ({ user, groups: groups ?? impliedGroups(user) });

const answerOf = (decision: Decision): Answer => (decision.allowed === null ? 'unknown' : decision.allowed ? 'yes' : 'no');

const judge = ({ authorizer }: ExplainContext, request: DeniedRequest): Judged => {
  const { policy } = authorizer;
  const requester = requesterOf(request);
  const decision = authorizer.decide(requester, request.access);
  const by = decision.allowed === true ? decision.grants.map(grant => grantOf(policy, grant)) : [];
  const needs = decision.allowed === null ? decision.needs : [];
  if (request.grants === null || decision.allowed === true) return { request, answer: answerOf(decision), by, needs };
  // Holding the rights does as well as the right to grant what one does not hold.
  const namespace = isResourceAccess(request.access) ? request.access.namespace : '';
  const held = authorizer.rulesOf(requester, namespace);
  const missing = uncovered(
    held.map(({ rule }) => rule),
    request.grants,
  );
  return { request, answer: missing.length === 0 ? 'yes' : answerOf(decision), by: [], needs };
};

/** The namespace of a refused role is told by no message: that of the role itself, where there is one of this name alone. */
const withNamespace = ({ authorizer }: ExplainContext, request: DeniedRequest): DeniedRequest => {
  const { access } = request;
  if (request.namespaceKnown || !isResourceAccess(access)) return request;
  const homes = authorizer.policy.roles.flatMap(({ ref }) =>
    access.name !== '' && ref.kind === 'Role' && ref.name === access.name ? (ref.namespace ?? []) : [],
  );
  const own = homes.length === 1 ? homes[0] : undefined;
  return { ...request, access: { ...access, namespace: own ?? accountOfUser(request.user)?.namespace ?? 'default' } };
};

const worst = (answers: readonly Answer[]): Answer =>
  answers.includes('no') ? 'no' : answers.includes('unknown') ? 'unknown' : 'yes';

const sameSubject = (left: DeniedRequest, right: DeniedRequest): boolean =>
  left.user === right.user && (left.user !== '' || JSON.stringify(left.groups) === JSON.stringify(right.groups));

const textOfSubject = ({ kind, name, namespace }: ProposedSubject): string =>
  kind === 'ServiceAccount' ? `sa:${namespace ?? ''}/${name}` : subjectText({ kind: kind === 'User' ? 'user' : 'group', name });

const clusterOf = ({ authorizer: { policy }, index }: ExplainContext): Cluster => ({
  isTaken: (namespace, name) => {
    const taken = (ref: { readonly namespace: string | null; readonly name: string }): boolean =>
      (ref.namespace ?? '') === namespace && ref.name === name;
    return policy.roles.some(({ ref }) => taken(ref)) || policy.bindings.some(({ ref }) => taken(ref));
  },
  isMissing: namespace =>
    completenessOf(index).unread('namespaces').length === 0 && index.get('namespaces', undefined, namespace) === undefined,
});

const nearestOf = (context: ExplainContext, denied: readonly Judged[]): Explain['nearest'] =>
  denied
    .flatMap(({ request }) => nearestRules(context.authorizer, requesterOf(request), request.access, maxNearest))
    .slice(0, maxNearest);

/**
 * Explains refused requests of one subject: what comes close, the smallest role that would allow them, what else that would open, and
 * who may grant it. Several requests in one text are answered together, for the subject of the first.
 */
export const explainDenied = async (context: ExplainContext, text: string): Promise<Result<Explanation, Problem>> => {
  const read = readRequests(text);
  if (!read.ok) return read;
  const all = read.value.map(request => withNamespace(context, request));
  const [first] = all;
  const subject = first === undefined ? undefined : proposedSubject(first);
  if (first === undefined || subject === undefined) throw new Error('a request without subject was read');
  const own = all.filter(request => sameSubject(request, first));
  const judged = own.map(request => judge(context, request));
  const denied = judged.filter(({ answer }) => answer !== 'yes');
  const requests = denied.map(({ request }) => request);
  const objects = denied.length === 0 ? [] : proposedObjects(requests, subject, clusterOf(context));
  const grantableBy = objects.length === 0 ? [] : grantorsOf(context.authorizer, objects);
  const accesses: Access[] = own.map(({ access }) => access);
  const explain: Explain = {
    subject: textOfSubject(subject),
    access: first.access,
    ...(accesses.length > 1 ? { accesses } : {}),
    answer: worst(judged.map(({ answer }) => answer)),
    by: judged.flatMap(({ by }) => by),
    nearest: nearestOf(context, denied),
    proposal: objects.length === 0 ? '' : yamlDocuments(objects),
    adds: objects.length === 0 ? [] : [...(await context.addedEdges(objects, textOfSubject(subject)))],
    grantableBy: grantableBy.slice(0, maxGrantors),
    needs: uniqueNeeds(judged.flatMap(({ needs }) => needs)),
    caveats: explainCaveats(context.index, {
      requests: own,
      denied: requests,
      subject,
      others: all.length - own.length,
      moreGrantors: Math.max(0, grantableBy.length - maxGrantors),
    }),
  };
  return ok({ explain, objects });
};
