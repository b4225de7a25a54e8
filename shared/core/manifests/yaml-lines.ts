import { isAlias, isMap, isSeq } from 'yaml';
import type { Document, LineCounter, Node } from 'yaml';
import type { Pointer } from '#contract/rule';
import { partsOf } from '#kube/pointer';
import { isMergeKey, keyText } from './yaml-value.ts';

/**
 * The line (1-based) where a field stands in its file: the line of its key, or of a list element's first character. Where
 * the field is absent: the line of its nearest ancestor that is there.
 */
export const lineOfPointer = (document: Document, lines: LineCounter, pointer: Pointer): number => {
  const lineAt = (offset: number): number => lines.linePos(offset).line;
  let node: unknown = document.contents;
  let line = lineAt(startOf(node) ?? document.range?.[0] ?? 0);
  for (const part of partsOf(pointer)) {
    const step = stepInto(document, node, part);
    if (step === undefined) break;
    if (step.at !== undefined) line = lineAt(step.at);
    node = step.node;
  }
  return line;
};

const startOf = (node: unknown): number | undefined => (node as Partial<Node> | null | undefined)?.range?.[0];

interface Step {
  readonly node: unknown;
  readonly at: number | undefined;
}

const stepInto = (document: Document, from: unknown, part: string): Step | undefined => {
  const node = isAlias(from) ? from.resolve(document) : from;
  if (isSeq(node)) {
    const item = node.items[Number(part)];
    return item === undefined ? undefined : { node: item, at: startOf(item) };
  }
  if (!isMap(node)) return undefined;
  const own = node.items.findLast(pair => keyText(pair.key) === part && !isMergeKey(pair));
  if (own !== undefined) return { node: own.value, at: startOf(own.key) };
  return mergedStep(
    document,
    node.items.filter(isMergeKey).map(({ value }) => value),
    part,
  );
};

const mergedStep = (document: Document, values: readonly unknown[], part: string): Step | undefined => {
  for (const value of values) {
    const resolved = isAlias(value) ? value.resolve(document) : value;
    const maps: readonly unknown[] = isSeq(resolved) ? resolved.items : [resolved];
    for (const map of maps) {
      const step = stepInto(document, map, part);
      if (step !== undefined) return step;
    }
  }
  return undefined;
};
