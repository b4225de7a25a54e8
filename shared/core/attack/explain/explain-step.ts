import type { AttackEvidence, AttackStep } from '#contract/attack';
import type { AttackEdge, Reached, RightsEdge } from '../edge.ts';
import { flagsOf, roleIndexOf } from '../graph/weaver.ts';
import { nodeName } from '../graph/node-ids.ts';
import { partsOf } from '../graph/node-space.ts';
import type { Step } from '../graph/steps.ts';
import type { GraphState } from '../graph/graph-state.ts';
import { contractGrants, givesName, grantsOf, type RightGrant } from './grants.ts';
import { capital, grantText } from './right-words.ts';

/** Evidence of one step that is told; the rest is counted. */
const evidenceLimit = 20;
const nothing: Reached = { evidence: [], blockedBy: [], uncertain: [] };

/** Why a step is open: by which grants or fields, and what stands in its way. */
export interface StepReasons {
  readonly edge: AttackEdge;
  readonly grants: readonly RightGrant[];
  readonly reached: Reached;
  readonly names: readonly string[];
}

/** What an edge says of one target, asked anew: nothing of it is kept. */
const reachedBy = (
  state: GraphState,
  edge: RightsEdge,
  step: Step,
): { readonly reached: Reached; readonly names: readonly string[] } => {
  const id = state.space.id(step.to);
  let reached: Reached | undefined;
  const names: string[] = [];
  for (const target of edge.targets(state.world, step.place)) {
    if (target.id !== id) continue;
    names.push(target.name);
    // Of several the one that is as the arc says.
    if (reached === undefined || flagsOf(target) === step.flags) reached = target;
  }
  return { reached: reached ?? nothing, names };
};

export const reasonsOf = (state: GraphState, step: Step): StepReasons => {
  const edge = state.edges[step.edge];
  if (edge === undefined) throw new Error(`There is no kind of edge ${step.edge}.`);
  if (edge.kind === 'found') return { edge, grants: [], reached: state.reached[step.ref] ?? nothing, names: [] };
  const { reached, names } = reachedBy(state, edge, step);
  const parts = partsOf(state.space, step.from);
  if (parts.kind === 'role') return { edge, grants: [], reached, names };
  const question = { policy: state.tablePolicy, table: state.table, id: state.space.id(step.from), parts, clauses: edge.rights };
  const grants = grantsOf({ ...question, place: step.place, names });
  return { edge, grants, reached, names };
};

/** Rules of a role node: it stands for a role that nobody need be bound to. */
const roleEvidence = (state: GraphState, step: Step, edge: RightsEdge, names: readonly string[]): readonly AttackEvidence[] => {
  const role = state.table.role(roleIndexOf(state.roleNumbers, partsOf(state.space, step.from)));
  if (role === undefined) return [];
  return role.rules.flatMap((rule, index) => {
    const right = edge.rights.flat().find(one => givesName(rule, one, names));
    if (right === undefined) return [];
    const what = capital(grantText(rule, index, role.ref, right, { binding: null, names }));
    return [{ object: state.world.keyOf(role.object), path: rule.path, what: `${what}.` }];
  });
};

const sentence = (state: GraphState, { grants, names }: StepReasons): string => {
  const clauses = new Set<number>();
  const texts: string[] = [];
  for (const { clause, binding, role, rule, right } of grants) {
    if (clauses.has(clause)) continue;
    clauses.add(clause);
    const about = state.table.role(role);
    const given = about?.rules[rule];
    if (about === undefined || given === undefined) continue;
    texts.push(grantText(given, rule, about.ref, right, { binding: state.tablePolicy.bindings[binding]?.ref ?? null, names }));
  }
  return `${capital([...new Set(texts)].join(', and '))}.`;
};

const whatOf = (state: GraphState, step: Step, reasons: StepReasons, by: readonly AttackEvidence[]): string => {
  const to = nodeName(partsOf(state.space, step.to));
  if (step.edge === state.member) return `It is in the ${to} by what it is.`;
  if (step.edge === state.everyRight) return `Whoever has every right has ${to}, too.`;
  if (reasons.grants.length > 0) return sentence(state, reasons);
  const first = by.find(one => 'what' in one);
  return first !== undefined && 'what' in first ? first.what : `${reasons.edge.title}: ${to}.`;
};

/** A step with all that makes it so, for reading. */
export const explainStep = (state: GraphState, step: Step): AttackStep => {
  const reasons = reasonsOf(state, step);
  const { edge, grants, reached, names } = reasons;
  const ofRole = edge.kind === 'rights' && grants.length === 0 ? roleEvidence(state, step, edge, names) : [];
  const by = [...contractGrants(state.tablePolicy, state.table, grants), ...ofRole, ...reached.evidence];
  return {
    edge: edge.id,
    from: state.space.id(step.from),
    to: state.space.id(step.to),
    what: whatOf(state, step, reasons, by),
    cost: edge.cost,
    severity: edge.severity,
    by: by.slice(0, evidenceLimit),
    moreBy: Math.max(0, by.length - evidenceLimit),
    blockedBy: [...reached.blockedBy],
    uncertain: [...reached.uncertain],
  };
};
