/**
 * The list of findings at every keystroke: 30,000 findings on 50,000 objects, one letter after the other, in the process
 * that answers the page. Prints the quantiles of the answer with its JSON text (what the carrier sends), in ms of processor
 * time, so that a busy machine tells the same.
 *
 *     node test/bench/findings-list.ts [findings]
 */
import { filterOfTerms, readFilter } from '#contract/filter-text';
import { severities, type Finding } from '#contract/finding';
import { methods } from '#contract/methods';
import { listed } from '#core/findings/filter';
import { findingsPage } from '#core/findings/page';
import { rules } from '#rules/catalogue';
import { frameworks } from '#rules/frameworks.generated';

const count = Number(process.argv[2] ?? 30_000);
const kinds = ['Deployment', 'StatefulSet', 'DaemonSet', 'CronJob', 'Pod', 'Role', 'RoleBinding', 'ConfigMap', 'Ingress'];

const findingAt = (at: number): Finding => {
  const rule = rules[at % rules.length] ?? rules[0];
  if (rule === undefined) throw new Error('no rules');
  const object = Math.floor(at / 3);
  const namespace = `team-${String(object % 312)}`;
  const kind = kinds[object % kinds.length] ?? 'Pod';
  const name = `payments-reconciliation-batch-worker-v2-canary-${String(object)}`;
  const resource = { apiVersion: 'apps/v1', kind, namespace, name };
  const unknown = at % 97 === 0;
  return {
    id: `f${at.toString(16).padStart(31, '0')}`,
    ruleId: rule.id,
    status: unknown ? 'unknown' : 'fail',
    severity: severities[(at * 7) % 4] ?? 'low',
    resource,
    ownerIncomplete: false,
    at: { resource, path: '/spec/template/spec/containers/0/securityContext', container: 'main' },
    path: '/spec/template/spec/containers/0/securityContext',
    occurrences: Array.from({ length: object % 5 }, (_, index) => ({ kind: 'Pod', namespace, name: `${name}-${String(index)}` })),
    message: `Container main of ${kind} ${namespace}/${name} ${rule.what}`,
    why: rule.why,
    fix: rule.fix,
    frameworks: [...(frameworks[rule.id] ?? [])],
    fixable: at % 2 === 0,
    needs: unknown ? [{ group: '', resource: 'secrets', verb: 'list', namespace }] : [],
  };
};

const timed = <T>(work: () => T): { readonly value: T; readonly ms: number } => {
  const began = process.cpuUsage();
  const value = work();
  const { user, system } = process.cpuUsage(began);
  return { value, ms: (user + system) / 1000 };
};

const quantile = (values: readonly number[], share: number): string =>
  (values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? 0).toFixed(1);

const findings = Array.from({ length: count }, (_, at) => findingAt(at));
const packs = new Map(rules.map(rule => [rule.id, rule.pack]));
const rows = timed(() => findings.map(finding => listed(finding, packs)));

const ask = (text: string, more: object = {}): { readonly ms: number; readonly bytes: number; readonly matched: number } => {
  const { value, ms } = timed(() => {
    const query = methods['findings.list'].input.parse({ snapshot: 's', filter: filterOfTerms(readFilter(text).terms), ...more });
    const page = findingsPage(rows.value, query);
    return { page, text: JSON.stringify(page) };
  });
  return { ms, bytes: value.text.length, matched: value.page.matched };
};

const first = ask('');
const typed = [
  'severity:critical,high ns:team-1 -kind:Pod fixable:yes canary-12',
  'container main privileged payments',
  '-severity:low rule:image-tag-mutable "batch worker" status:fail',
];
const keystrokes: number[] = [];
let largest = 0;
for (const text of typed)
  for (let length = 1; length <= text.length; length += 1)
    for (const group of ['cause', 'rule', 'none']) {
      const { ms, bytes } = ask(text.slice(0, length), { group });
      keystrokes.push(ms);
      largest = Math.max(largest, bytes);
    }
const sorts = ['claim', 'namespace', 'name', 'rule', 'occurrences'].map(by => ask('', { sort: { by, desc: true } }).ms);
const scrolls = Array.from({ length: 100 }, (_, page) => ask('', { offset: page * 200, limit: 200, open: ['*'] }).ms);

console.log(
  `${String(count)} findings; rows made in ${rows.ms.toFixed(0)} ms, first answer ${first.ms.toFixed(0)} ms (${String(first.matched)} matched)`,
);
console.log(
  `keystroke (${String(keystrokes.length)}): p50 ${quantile(keystrokes, 0.5)} ms, p95 ${quantile(keystrokes, 0.95)} ms, worst ${quantile(keystrokes, 1)} ms`,
);
console.log(
  `window while scrolling, all groups open: p95 ${quantile(scrolls, 0.95)} ms; another sort, first time: worst ${quantile(sorts, 1)} ms`,
);
console.log(`largest answer ${String(Math.round(largest / 1024))} KiB`);
