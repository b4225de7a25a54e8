import type { Fact, Redaction } from '#contract/fact';
import { severities, type Finding } from '#contract/finding';
import { groupOf, type KubeObject, type ObjectKey, type ObjectRef, resourceName } from '#contract/kube';
import type { ObjectDetail, ObjectFact, ObjectFinding, ObjectName, ObjectRedaction } from '#contract/objects';
import { managedBy } from '#core/findings/managed-by';
import { type YamlLines, yamlWithLines } from '#core/remediate/to-yaml';
import type { OpenSnapshot } from '#core/services';
import { textAt } from '#kube/json-fields';
import { parentOf } from '#kube/pointer';
import { keysOfRefs, partsOfKey } from './keys.ts';

/** A reply is at most 1 MiB: the YAML takes at most so much of it, and everything else is bounded to fit beside it. */
const mostCharacters = 300_000;
const mostFindings = 150;
const mostRedactions = 150;
const mostFacts = 150;
const longestMessage = 500;
const longestText = 300;

interface Shown {
  readonly text: string;
  readonly lines: number;
  readonly shownLines: number;
}

/** Whole lines up to the limit; a single longer line is cut. */
const shownOf = ({ text }: YamlLines): Shown => {
  const lines = text.split('\n').length - 1;
  if (text.length <= mostCharacters) return { text, lines, shownLines: lines };
  const end = text.lastIndexOf('\n', mostCharacters);
  const shown = end <= 0 ? `${text.slice(0, mostCharacters)}\n` : text.slice(0, end + 1);
  return { text: shown, lines, shownLines: shown.split('\n').length - 1 };
};

/** Lines of a field, or the head line of its nearest ancestor where the field is absent; null beyond what is shown. */
const rangeOf = (yaml: YamlLines, shownLines: number, pointer: string): [number, number] | null => {
  for (let path = pointer; path !== ''; path = parentOf(path)) {
    const range = yaml.linesOf(path);
    if (range === undefined) continue;
    const [from, to] = range;
    return from > shownLines ? null : [from, path === pointer ? Math.min(to, shownLines) : from];
  }
  return null;
};

const nameOfRef = (ref: ObjectRef, key: ObjectKey | null): ObjectName => ({
  key,
  kind: ref.kind.slice(0, longestText),
  namespace: ref.namespace?.slice(0, longestText) ?? null,
  name: ref.name.slice(0, longestText),
});

const rankOf = ({ status, severity }: Finding): number => severities.indexOf(severity) + (status === 'fail' ? 0 : 10);

/** A finding concerns an object that is to be edited, in which it stands, or that was made from the one in which it stands. */
const findingsOf = (
  findings: readonly Finding[],
  key: ObjectKey,
  object: KubeObject,
  keyOf: (ref: ObjectRef) => ObjectKey,
): readonly Finding[] => {
  const { name, namespace } = object.metadata;
  const isMade = (finding: Finding): boolean =>
    finding.occurrences.some(
      made => made.name === name && made.kind === object.kind && (made.namespace ?? '') === (namespace ?? ''),
    );
  const isAbout = (ref: ObjectRef | null): boolean => ref !== null && ref.name === name && keyOf(ref) === key;
  return findings.filter(finding => isAbout(finding.resource) || isAbout(finding.at?.resource ?? null) || isMade(finding));
};

const listed = <T, R>(items: readonly T[], most: number, make: (item: T) => R): R[] => items.slice(0, most).map(make);

/** What is known of one object without reading another: its YAML with the lines of its findings, and what was taken out. */
export const objectDetail = (
  snapshot: OpenSnapshot,
  all: readonly Finding[],
  key: ObjectKey,
  object: KubeObject,
): ObjectDetail => {
  const keyOf = keysOfRefs(snapshot.types());
  const parts = partsOfKey(key);
  const yaml = yamlWithLines(object);
  const shown = shownOf(yaml);
  const lineOf = (pointer: string): number | null => rangeOf(yaml, shown.shownLines, pointer)?.[0] ?? null;
  const meta = snapshot.meta();
  const group = parts?.group ?? groupOf(object.apiVersion);
  const { namespace, name } = object.metadata;
  const lists = meta.lists.filter(list => resourceName(list.group, list.resource) === parts?.resource);
  const list = lists.find(one => one.namespace === (namespace ?? null)) ?? lists.find(one => one.namespace === null);
  const findings = findingsOf(all, key, object, keyOf).toSorted((a, b) => rankOf(a) - rankOf(b));
  const facts = snapshot.facts(key);
  const redactions = snapshot.redactionsOf(key);

  const findingOf = (finding: Finding): ObjectFinding => {
    const stands = finding.at?.resource ?? finding.resource;
    const standsKey = stands === null ? null : keyOf(stands);
    const here = standsKey === key;
    return {
      id: finding.id,
      ruleId: finding.ruleId,
      severity: finding.severity,
      status: finding.status,
      message: finding.message.slice(0, longestMessage),
      container: finding.at?.container?.slice(0, longestText) ?? null,
      lines: here && finding.at !== null ? rangeOf(yaml, shown.shownLines, finding.at.path) : null,
      elsewhere: here || stands === null ? null : nameOfRef(stands, standsKey),
    };
  };
  const redactionOf = ({ path, class: what, size }: Redaction): ObjectRedaction => ({
    path: path.slice(0, longestText),
    class: what.slice(0, longestText),
    size,
    line: lineOf(path),
  });
  const factOf = (fact: Fact): ObjectFact => ({
    kind: fact.kind,
    path: fact.path.slice(0, longestText),
    class: fact.class.slice(0, longestText),
    detail: fact.detail?.slice(0, longestText) ?? null,
    line: lineOf(fact.path),
  });
  return {
    object: { ...nameOfRef({ apiVersion: object.apiVersion, kind: object.kind, namespace, name }, key), key },
    apiVersion: object.apiVersion,
    resource: parts?.resource ?? resourceName(group, object.kind.toLowerCase()),
    createdAt: textAt(object, 'metadata', 'creationTimestamp') ?? null,
    capturedAt: list?.endedAt ?? meta.capturedUntil,
    yaml: shown.text,
    lines: shown.lines,
    shownLines: shown.shownLines,
    findings: listed(findings, mostFindings, findingOf),
    findingsTotal: findings.length,
    redactions: listed(redactions, mostRedactions, redactionOf),
    redactionsTotal: redactions.length,
    facts: listed(facts, mostFacts, factOf),
    factsTotal: facts.length,
    managedBy: managedBy(object, facts),
  };
};
