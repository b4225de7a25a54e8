import type { JsonValue } from '#contract/json';
import { isJsonArray, isJsonObject } from '#contract/json';
import type { KubeObject } from '#contract/kube';
import type { Edit } from '#contract/rule';
import { jsonOf } from './apply-edits.ts';
import { pointerParts, valueAt } from './pointer.ts';

const elementNames: Readonly<Record<string, string>> = {
  containers: 'container',
  initContainers: 'init container',
  ephemeralContainers: 'ephemeral container',
  volumes: 'volume',
  volumeMounts: 'mount',
  env: 'variable',
  ports: 'port',
  subjects: 'subject',
  rules: 'rule',
  webhooks: 'webhook',
  imagePullSecrets: 'pull secret',
};

/** What an edit does, as an imperative sentence without its full stop: “Remove privileged from container api”. */
export const describeEdit = (object: KubeObject, edit: Edit): string => {
  if (edit.op === 'create') {
    const { kind, metadata } = edit.object;
    return `Create ${kind} ${metadata.name}${metadata.namespace === undefined ? '' : ` in namespace ${metadata.namespace}`}`;
  }
  const parts = pointerParts(edit.path) ?? [];
  const element = nearestElement(object, parts);
  const field = parts.slice(element.depth).filter(part => !['spec', 'template', 'securityContext', '-'].includes(part));
  const name = field.length === 0 ? 'it' : field.map(part => (part.includes('.') ? `“${part}”` : part)).join('.');
  if (edit.op === 'remove' && field.length === 0) return `Remove ${element.name}`;
  if (edit.op === 'remove') return `Remove ${name} from ${element.name}`;
  if (parts.at(-1) === '-') return `Add ${valueWords(edit.value)} to ${name} of ${element.name}`;
  return `Set ${name} to ${valueWords(edit.value)} in ${element.name}`;
};

export const describeEdits = (object: KubeObject, edits: readonly Edit[]): string => {
  const all = [...new Set(edits.map(edit => describeEdit(object, edit)))];
  const shown = all.slice(0, 3).map((text, index) => (index === 0 ? text : `${text.charAt(0).toLowerCase()}${text.slice(1)}`));
  return all.length > 3 ? `${shown.join(', ')}, and ${all.length - 3} more` : shown.join(', ');
};

/** The innermost list element on the way that has a name, else the object itself. */
const nearestElement = (object: KubeObject, parts: readonly string[]): { readonly depth: number; readonly name: string } => {
  for (let depth = parts.length; depth >= 2; depth -= 1) {
    const list = parts[depth - 2] ?? '';
    const element = valueAt(jsonOf(object), parts.slice(0, depth));
    if (!isJsonArray(valueAt(jsonOf(object), parts.slice(0, depth - 1))) || element === undefined) continue;
    const kind = elementNames[list];
    if (kind === undefined) continue;
    const name = isJsonObject(element) ? (element['name'] ?? element['mountPath'] ?? element['containerPort']) : undefined;
    return {
      depth,
      name: typeof name === 'string' || typeof name === 'number' ? `${kind} ${name}` : `${kind} ${Number(parts[depth - 1]) + 1}`,
    };
  }
  return { depth: 0, name: `${object.kind} ${object.metadata.name}` };
};

const valueWords = (value: JsonValue): string => {
  if (isJsonArray(value))
    return value.length <= 4 && value.every(item => typeof item === 'string')
      ? `[${value.join(', ')}]`
      : `a list of ${value.length}`;
  if (!isJsonObject(value)) return typeof value === 'string' && value.length > 60 ? 'the value shown' : String(value);
  const name = value['name'] ?? value['type'];
  return typeof name === 'string' ? name : Object.keys(value).slice(0, 3).join(', ') || 'an empty object';
};
