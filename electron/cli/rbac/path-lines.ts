import type { AttackChange, AttackEvidence, AttackPath, AttackStep, Fixes, Paths } from '#contract/attack';
import { plural } from '#core/reports/plural';
import { visibleText } from '#core/reports/visible-text';
import type { z } from 'zod';
import { grantText, needText, refText } from './words.ts';

type Fix = z.infer<typeof Fixes>[number];

const evidenceText = (evidence: AttackEvidence): string =>
  'binding' in evidence
    ? grantText(evidence)
    : visibleText(`${evidence.what} (${evidence.object}${evidence.path === '' ? '' : ` at ${evidence.path}`})`, 500);

const stepLines = (step: AttackStep, index: number): string[] => [
  `    ${index + 1}. ${visibleText(step.what, 600)}  [${step.edge}]`,
  ...step.by.map(evidence => `         by ${evidenceText(evidence)}`),
  ...(step.moreBy === 0 ? [] : [`         and ${step.moreBy} more`]),
  ...step.blockedBy.map(({ mitigation, what }) => `         blocked (${mitigation}): ${visibleText(what, 300)}`),
  ...(step.uncertain.length === 0 ? [] : [`         uncertain, not read: ${step.uncertain.map(needText).join(', ')}`]),
];

export const pathLines = (path: AttackPath, index: number): string[] => [
  `  ${index + 1}. ${path.severity}, cost ${path.cost}, ${plural(path.steps.length, 'step', 'steps')}${path.blocked ? ', blocked' : ''}`,
  ...path.steps.flatMap(stepLines),
];

export const changeText = (change: AttackChange): string => {
  if ('raise' in change) return `raise Pod Security of ${change.namespace} to ${change.level}`;
  switch (change.remove) {
    case 'binding':
      return `remove ${refText(change.binding)}`;
    case 'subject':
      return `remove ${change.subject} from ${refText(change.binding)}`;
    case 'role':
      return `remove ${refText(change.role)}`;
    case 'rule':
      return `remove rule ${change.rule + 1} of ${refText(change.role)}`;
    case 'field':
      return `remove ${change.path} of ${change.object}`;
    case 'object':
      return `remove ${change.object}`;
  }
};

const losers = ({ loses, losesMore }: Fix): string =>
  loses.length === 0
    ? 'nobody loses a right'
    : `${loses.map(({ subject, permissions, workloads }) => `${subject} loses ${plural(permissions, 'right', 'rights')}${workloads === 0 ? '' : ` (${plural(workloads, 'workload', 'workloads')})`}`).join(', ')}${losesMore === 0 ? '' : ` and ${losesMore} more`}`;

export const fixLines = (fixes: readonly Fix[]): string[] =>
  fixes.map(
    fix =>
      `  ${visibleText(fix.title, 300)}: removes ${fix.pathsRemoved} of ${fix.pathsBefore}, frees ${plural(fix.identitiesFreed, 'identity', 'identities')}; ${losers(fix)}`,
  );

const nodeOf = ({ graph }: Paths, id: string): object => {
  const node = graph.nodes.find(each => each.id === id);
  return node === undefined ? { id } : { id, kind: node.kind, namespace: node.namespace, name: node.name };
};

/** As interfaces.md promises it: each step with its two ends as objects. */
export const pathsJson = (paths: Paths): object => ({
  ...paths,
  graph: undefined,
  paths: paths.paths.map(path => ({
    ...path,
    steps: path.steps.map(step => ({ ...step, from: nodeOf(paths, step.from), to: nodeOf(paths, step.to) })),
  })),
});
