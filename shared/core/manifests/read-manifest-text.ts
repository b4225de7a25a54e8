import type { JsonValue } from '#contract/json';
import { nestsTooDeep } from '#core/evidence/nesting';
import type { YamlDocument } from './read-yaml.ts';
import { readYaml } from './read-yaml.ts';
import { deepest, tooDeep } from './yaml-value.ts';

/** Where Helm writes its braces and no YAML author would: a line that begins with them, or a value that is only them. */
const templateLine = /^[ \t]*(?:- )?\{\{|:[ \t]+\{\{-?[ \t]*(?:\.|\$|include|template|toYaml|tpl|if|default|quote|printf)/m;

/** The documents of a file; `template` for one that must be rendered before anybody can read it. */
export const readManifestText = (path: string, text: string): readonly YamlDocument[] | 'template' => {
  const json = path.endsWith('.json') || /^\s*[{[]/.test(text) ? jsonDocument(text) : undefined;
  if (json !== undefined) return [json];
  const documents = readYaml(text);
  const faulty = documents.some(({ fault }) => fault !== undefined);
  return faulty && (documents.some(({ fault }) => fault?.code === 'template-raw') || templateLine.test(text))
    ? 'template'
    : documents;
};

const jsonDocument = (text: string): YamlDocument | undefined => {
  const whole = { index: 0, line: 1, duplicateKeys: [] };
  try {
    const value = JSON.parse(text) as JsonValue;
    return nestsTooDeep(new TextEncoder().encode(text), deepest)
      ? { ...whole, fault: { line: 1, reason: tooDeep, code: 'too-large' } }
      : { ...whole, value };
  } catch {
    // Broken JSON goes through the YAML reader, which knows the line.
    return undefined;
  }
};
