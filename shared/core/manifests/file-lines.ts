import type { Pointer } from '#contract/rule';
import type { YamlStream } from './read-yaml.ts';
import { parseStream } from './read-yaml.ts';
import { lineOfPointer } from './yaml-lines.ts';

/** Syntax trees are some fifty times their text: so many characters of text are kept parsed. */
const mostKept = 4 * 1024 * 1024;

/** Line of a pointer into a document of a file. Files are parsed again when they are asked about. */
export const linesOfFiles = (
  texts: ReadonlyMap<string, string>,
): ((file: string, document: number, pointer: Pointer) => number) => {
  const kept = new Map<string, YamlStream | undefined>();
  let size = 0;
  const streamOf = (file: string): YamlStream | undefined => {
    if (kept.has(file)) return kept.get(file);
    const text = texts.get(file) ?? '';
    const stream = parseStream(text);
    size += text.length;
    for (const [oldest] of kept) {
      if (size <= mostKept) break;
      kept.delete(oldest);
      size -= texts.get(oldest)?.length ?? 0;
    }
    kept.set(file, stream);
    return stream;
  };
  return (file, document, pointer) => {
    const stream = streamOf(file);
    const tree = stream?.documents[document];
    return stream === undefined || tree === undefined ? 1 : Math.max(1, lineOfPointer(tree, stream.lines, pointer));
  };
};
