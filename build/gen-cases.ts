import { readFileSync } from 'node:fs';
import { isMap, isSeq, parseDocument, stringify } from 'yaml';

/** Reads a rule's cases as the catalogue tells them: kind, name and the whole case as text. */

interface Case {
  readonly kind: 'failing' | 'passing' | 'unknown';
  readonly name: string;
  readonly nearMiss: boolean;
  readonly text: string;
}

const kinds = ['failing', 'passing', 'unknown'] as const;

export const casesOf = (path: string): readonly Case[] => {
  const document = parseDocument(readFileSync(path, 'utf8'));
  const [error] = document.errors;
  if (error !== undefined) throw new Error(`${path}: ${error.message}`);
  return kinds.flatMap(kind => {
    const list = document.get(kind);
    if (!isSeq(list)) return [];
    return list.items.map(item => {
      if (!isMap(item)) throw new Error(`${path}: a case of ${kind} is no map.`);
      const name: unknown = item.get('name');
      if (typeof name !== 'string') throw new Error(`${path}: a case of ${kind} has no name.`);
      return { kind, name, nearMiss: item.get('nearMiss') === true, text: stringify(item, { lineWidth: 0 }) };
    });
  });
};
