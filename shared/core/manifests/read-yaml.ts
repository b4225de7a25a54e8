import { LineCounter, parseAllDocuments } from 'yaml';
import type { Document } from 'yaml';
import type { JsonValue } from '#contract/json';
import { goYamlTags } from './go-yaml-tags.ts';
import { jsonOfNode } from './yaml-value.ts';

/** One document of a YAML stream, read as Kubernetes reads it. Lines are 1-based and count in the whole text. */
export interface YamlDocument {
  /** Its place in the stream, from 0. */
  readonly index: number;
  readonly line: number;
  /** Absent where the document is broken: then `fault` says why. */
  readonly value?: JsonValue;
  readonly fault?: YamlFault;
  readonly duplicateKeys: readonly YamlFault[];
}

export interface YamlFault {
  readonly line: number;
  readonly reason: string;
  readonly code: 'too-large' | 'yaml-invalid' | 'template-raw';
}

export interface YamlStream {
  readonly documents: readonly Document[];
  readonly lines: LineCounter;
}

const parseOptions = {
  version: '1.1',
  schema: 'failsafe',
  merge: false,
  prettyErrors: false,
  logLevel: 'silent',
  customTags: [...goYamlTags],
} as const;

/** The parsed stream, for lines; undefined where the text is nested beyond what a parser can take. */
export const parseStream = (text: string): YamlStream | undefined => {
  const lines = new LineCounter();
  try {
    return {
      documents: [...parseAllDocuments(text, { ...parseOptions, lineCounter: lines, customTags: [...goYamlTags] })],
      lines,
    };
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
};

export const readYaml = (text: string): readonly YamlDocument[] => {
  const stream = parseStream(text);
  if (stream === undefined)
    return [{ index: 0, line: 1, duplicateKeys: [], fault: { line: 1, reason: 'It is nested too deeply.', code: 'too-large' } }];
  return stream.documents.map((document, index) => readDocument(document, index, stream.lines));
};

const readDocument = (document: Document, index: number, lines: LineCounter): YamlDocument => {
  const lineAt = (offset: number): number => Math.max(1, lines.linePos(offset).line);
  const line = lineAt(document.contents?.range?.[0] ?? document.range?.[0] ?? 0);
  const faults = document.errors.map(({ code, message, pos }) => ({
    duplicate: code === 'DUPLICATE_KEY',
    fault: { line: lineAt(pos[0]), reason: withoutSource(message), code: 'yaml-invalid' as const },
  }));
  const duplicateKeys = faults.filter(({ duplicate }) => duplicate).map(({ fault }) => fault);
  const broken = faults.find(({ duplicate }) => !duplicate)?.fault;
  if (broken !== undefined) return { index, line, duplicateKeys, fault: broken };
  const json = jsonOfNode(document.contents);
  if ('refused' in json)
    return {
      index,
      line,
      duplicateKeys,
      fault: { line: lineAt(json.refused.at), reason: json.refused.reason, code: json.refused.code },
    };
  return { index, line, duplicateKeys, value: json.value };
};

/** The parser quotes the token that it stumbled over, which may be a password. */
const withoutSource = (message: string): string => message.replace(/^(Unexpected .{1,40}? token in YAML \w+): .*$/s, '$1');
