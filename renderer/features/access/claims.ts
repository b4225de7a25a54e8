import type { Neighbours, Paths } from '#contract/attack';
import { plural } from '#renderer/ui/time.ts';
import { inWords, nodeText } from './words.ts';

const ordinals = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh', 'eighth', 'ninth', 'tenth'] as const;

/** Open paths come first: where a blocked one is among those told, no open one is left out. */
const also = (open: number, blocked: number, more: boolean): string => {
  if (blocked === 0) return '';
  if (more) return `; at least ${inWords(blocked)} more are blocked`;
  if (blocked === 1) return `; a ${ordinals[open] ?? 'further one'} is blocked`;
  return `; ${inWords(blocked)} more are blocked`;
};

/** Words begin a sentence with a capital; names stay as they are. */
const beginning = (name: string): string =>
  /^(?:the internet|every node|cluster admin)$/u.test(name) ? name.slice(0, 1).toUpperCase() + name.slice(1) : name;

/** The answer in one sentence. */
export const pathsClaim = ({ from, to, paths, more, answer }: Paths): string => {
  const open = paths.filter(({ blocked }) => !blocked).length;
  const blocked = paths.length - open;
  const [start, end] = [beginning(nodeText(from)), nodeText(to)];
  if (open > 0) {
    const count = `${more && blocked === 0 ? 'at least ' : ''}${plural(open, 'path')}`;
    return answer === 'yes'
      ? `${start} reaches ${end} by ${count}${also(open, blocked, more)}`
      : `${start} may reach ${end} by ${count}: what was not read could stand in the way${also(open, blocked, more)}`;
  }
  if (answer === 'unknown') return `Whether ${nodeText(from)} reaches ${end} is not known`;
  if (blocked > 0)
    return `${start} does not reach ${end}: ${blocked === 1 ? 'the one path is' : `all ${inWords(blocked)} paths are`} blocked`;
  return `${start} does not reach ${end}`;
};

const kindWords: Readonly<Record<string, readonly [string, string]>> = {
  user: ['user', 'users'],
  group: ['group', 'groups'],
  'service-account': ['service account', 'service accounts'],
  workload: ['workload', 'workloads'],
  node: ['node', 'nodes'],
  secret: ['secret', 'secrets'],
  namespace: ['namespace', 'namespaces'],
  role: ['role', 'roles'],
  cloud: ['cloud identity', 'cloud identities'],
  impact: ['harm', 'harms'],
};

export const totalsText = (totals: Readonly<Record<string, number>>): string =>
  Object.entries(totals)
    .filter(([kind, count]) => count > 0 && kindWords[kind] !== undefined)
    .map(([kind, count]) => plural(count, ...(kindWords[kind] as [string, string])))
    .join(', ');

/** Everything reached, whatever is drawn. */
export const neighboursClaim = (answer: Neighbours, direction: 'in' | 'out', depth: number): string => {
  const total = Object.values(answer.totals).reduce((sum, count) => sum + count, 0);
  const name = nodeText(answer.node);
  const first = beginning(name);
  const steps = `within ${plural(depth, 'step')}`;
  if (direction === 'in')
    return total === 0 ? `Nothing reaches ${name} ${steps}` : `${plural(total, 'node reaches', 'nodes reach')} ${name} ${steps}`;
  if (total === 0) return `${first} reaches nothing`;
  return `${first} reaches ${plural(total, 'node')} ${steps}${answer.reachesAdmin ? ', and cluster admin in the end' : ''}`;
};
