import type { Evidence } from '#contract/findings-query';
import type { KubeObject } from '#contract/kube';
import { yamlWithLines } from '#core/remediate/to-yaml';

/** A reply is at most 1 MiB: an object's YAML takes at most so much of it. */
const mostCharacters = 300_000;

/** The lines of a pointer, or of its nearest ancestor that stands in the text (where a field is absent). */
const linesFor = (yaml: ReturnType<typeof yamlWithLines>, pointer: string): number[] => {
  for (let path = pointer; path !== ''; path = path.slice(0, path.lastIndexOf('/'))) {
    const range = yaml.linesOf(path);
    if (range === undefined) continue;
    const [from, to] = range;
    // An ancestor stands for an absent field by its head line alone.
    const last = path === pointer ? Math.min(to, from + 40) : from;
    return Array.from({ length: last - from + 1 }, (_, step) => from + step);
  }
  return [];
};

export const evidenceOf = (object: KubeObject, pointer: string): Evidence => {
  const yaml = yamlWithLines(object);
  const truncated = yaml.text.length > mostCharacters;
  return {
    resource: `${object.kind} ${object.metadata.namespace === undefined ? '' : `${object.metadata.namespace}/`}${object.metadata.name}`,
    yaml: truncated ? yaml.text.slice(0, mostCharacters) : yaml.text,
    lines: linesFor(yaml, pointer),
    text: 'the object as YAML, as captured',
    truncated,
  };
};
