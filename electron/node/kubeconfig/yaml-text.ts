import { isMap, isScalar, isSeq, LineCounter, parseDocument, visit, type Document, type Tags } from 'yaml';
import type { JsonValue } from '#contract/json';
import { problem, type Problem } from '#contract/problem';
import { fail, ok, type Result } from '#contract/result';

export const maxBytes = 16 * 1024 * 1024;
const maxDepth = 64;
const maxAliases = 100;

export interface YamlText {
  readonly value: JsonValue;
  /** More than one document: only the first counts, as in kubectl. */
  readonly furtherDocuments: boolean;
  /** 1-based line of the item `index` of the top-level list `key`; null where it cannot be told. */
  lineOf(key: string, index: number): number | null;
}

/**
 * Reads the first YAML (or JSON) document of a text as kubectl does: YAML 1.1 words (`yes`, `on`), merge keys, the last of
 * two equal keys. Refuses what no kubeconfig needs and an attacker likes: custom tags, deep nesting, many aliases.
 */
export function parseYamlText(text: string, file: string): Result<YamlText, Problem> {
  if (text.length > maxBytes) return fail(tooLarge(file));
  const counter = new LineCounter();
  try {
    // Before the parser: it recurses, and a bug in recursion is an exception that nobody expects.
    const deep = nestingLine(text);
    if (deep !== null) return fail(invalid(file, `it is nested more than ${maxDepth} levels deep`, deep));
    const document = parseDocument(text.replace(/^\uFEFF/, ''), {
      version: '1.1',
      merge: true,
      uniqueKeys: false,
      lineCounter: counter,
      customTags: plainTags,
      logLevel: 'silent',
    });
    const broken = document.errors.find(error => error.code !== 'MULTIPLE_DOCS');
    if (broken !== undefined) return fail(invalid(file, firstLine(broken.message), broken.linePos?.[0].line));
    const odd = oddTag(document);
    if (odd !== null) return fail(invalid(file, odd.reason, odd.offset === null ? undefined : counter.linePos(odd.offset).line));
    const value: unknown = document.toJS({ maxAliasCount: maxAliases });
    return ok({
      value: value as JsonValue,
      furtherDocuments: document.errors.length > 0,
      lineOf: (key, index) => lineOf(document, counter, key, index),
    });
  } catch (error) {
    return fail(invalid(file, firstLine(error instanceof Error ? error.message : String(error)), undefined));
  }
}

// Timestamps, sexagesimal numbers, binary and ordered maps stay plain text: kubectl's parser has none of them.
const plainTags = (tags: Tags): Tags =>
  tags.filter(tag => {
    if (typeof tag === 'string') return true;
    if (tag.tag !== 'tag:yaml.org,2002:int' && tag.tag !== 'tag:yaml.org,2002:float')
      return !/:(?:timestamp|binary|omap|pairs|set)$/.test(tag.tag);
    return tag.format !== 'TIME';
  });

const coreTag = /^(?:!|tag:yaml\.org,2002:(?:str|int|float|bool|null|map|seq|merge))$/;

function oddTag(document: Document): { reason: string; offset: number | null } | null {
  let found: { reason: string; offset: number | null } | null = null;
  visit(document, {
    Node: (_key, node, path) => {
      if (path.length > maxDepth)
        found = { reason: `it is nested more than ${maxDepth} levels deep`, offset: node.range?.[0] ?? null };
      const tag = 'tag' in node ? node.tag : undefined;
      if (typeof tag === 'string' && !coreTag.test(tag))
        found = { reason: `the tag ${tag.slice(0, 80)} is not allowed in a kubeconfig`, offset: node.range?.[0] ?? null };
      return found === null ? undefined : visit.BREAK;
    },
  });
  return found;
}

/** The line where brackets or block indicators nest too deep; null if nowhere. Quotes are not looked at: a false alarm needs 64 open brackets. */
function nestingLine(text: string): number | null {
  let line = 1;
  let open = 0;
  let dashes = 0;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code === 10) {
      line += 1;
      dashes = 0;
    } else if (code === 0x5b || code === 0x7b) open += 1;
    else if (code === 0x5d || code === 0x7d) open = Math.max(0, open - 1);
    else if ((code === 0x2d || code === 0x3f) && text.charCodeAt(index + 1) === 32) dashes += 1;
    if (open > maxDepth * 4 || dashes > maxDepth * 4) return line;
  }
  return null;
}

function lineOf(document: Document, counter: LineCounter, key: string, index: number): number | null {
  if (!isMap(document.contents)) return null;
  const list = document.contents.items.findLast(pair => isScalar(pair.key) && pair.key.value === key)?.value;
  const node = isSeq(list) ? list.items[index] : undefined;
  const offset =
    typeof node === 'object' && node !== null && 'range' in node && Array.isArray(node.range)
      ? (node.range[0] as unknown)
      : undefined;
  return typeof offset === 'number' ? counter.linePos(offset).line : null;
}

const firstLine = (message: string): string =>
  (message.split('\n')[0] ?? '').replace(/ at line \d+, column \d+:?$/, '').slice(0, 300);

const tooLarge = (file: string): Problem =>
  problem('kubeconfig-invalid', {
    what: `The kubeconfig ${file} is larger than 16 MiB.`,
    why: 'No kubeconfig is that large; reading it was stopped.',
    at: { file },
  });

const invalid = (file: string, reason: string, line: number | undefined): Problem =>
  problem('kubeconfig-invalid', {
    what: `The kubeconfig ${file} cannot be read${line === undefined ? '' : ` (line ${line})`}: ${reason}.`,
    why: 'It is not the YAML or JSON that kubectl understands.',
    at: { file, ...(line === undefined ? {} : { line }) },
  });
