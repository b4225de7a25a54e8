import type { CompareFinding, CompareObject, CompareObjectDetail } from '#contract/compare';
import type { JsonObject } from '#contract/json';
import { isJsonObject } from '#contract/json';
import type { KubeObject } from '#contract/kube';
import { managedBy } from '#core/findings/managed-by';
import { jsonOf } from '#core/remediate/apply-edits';
import { yamlWithLines } from '#core/remediate/to-yaml';
import { fieldChange } from './field-change.ts';
import { isControllerAnnotation } from './moves-by-itself.ts';
import { differencesOf, type Pair, type PairContext } from './object-changes.ts';

const mostYaml = 60_000;
const mostFields = 100;
const mostFindings = 30;
const mostValue = 300;

const ofTheServer = new Set([
  'uid',
  'resourceVersion',
  'generation',
  'creationTimestamp',
  'generateName',
  'selfLink',
  'managedFields',
]);

const without = (object: JsonObject, names: ReadonlySet<string>): JsonObject =>
  Object.fromEntries(Object.entries(object).filter(([key]) => !names.has(key)));

const annotationsOf = (annotations: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(annotations).filter(([key]) => !isControllerAnnotation(key)));

/** What the server and controllers keep for themselves would be half of every diff. */
const kept = (object: KubeObject): KubeObject => {
  const rest = without(jsonOf(object), new Set(['status']));
  const all = isJsonObject(rest['metadata']) ? without(rest['metadata'], ofTheServer) : {};
  const annotations = isJsonObject(all['annotations']) ? annotationsOf(all['annotations']) : {};
  const others = without(all, new Set(['annotations']));
  const metadata = Object.keys(annotations).length === 0 ? others : { ...others, annotations };
  return { ...rest, metadata } as unknown as KubeObject;
};

const yamlOf = (object: KubeObject | undefined): string | null =>
  object === undefined ? null : yamlWithLines(kept(object), 4_000).text;

const cut = (text: string | null): string | null => (text === null || text.length <= mostYaml ? text : text.slice(0, mostYaml));

/** One object on both sides, bounded so that a reply holds it. */
export const objectDetail = (
  context: PairContext,
  pair: Pair,
  row: CompareObject,
  findings: readonly CompareFinding[],
): CompareObjectDetail => {
  const differences = differencesOf(context, pair, true).toSorted(
    (left, right) => Number(left.leftOut !== null) - Number(right.leftOut !== null),
  );
  const [before, after] = [yamlOf(pair.before), yamlOf(pair.after)];
  const [side, object] = pair.after === undefined ? [context.before, pair.before] : [context.after, pair.after];
  const about = findings.filter(
    finding =>
      finding.cause?.key === row.key ||
      (finding.kind === row.kind && finding.name === row.name && (finding.namespace ?? '') === (row.namespace ?? '')),
  );
  return {
    row,
    before: cut(before),
    after: cut(after),
    truncated: [before, after].some(text => text !== null && text.length > mostYaml),
    // What is told of an owner's pods stands in the row alone: the owner itself is the same.
    fields: [
      ...row.fields.filter(({ path }) => path.startsWith('pod: ')),
      ...differences.slice(0, mostFields).map(difference => fieldChange(difference, mostValue, 'yaml')),
    ],
    omitted: Math.max(0, differences.length - mostFields),
    managedBy: object === undefined ? [] : managedBy(object, side.index.facts(object, 'managers')),
    findings: about.slice(0, mostFindings),
  };
};
