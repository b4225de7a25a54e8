import { isJsonObject } from '#contract/json';
import { listAt, objectAt, textAt, textMapAt, textsAt } from './json-fields.ts';

export type Labels = ReadonlyMap<string, string>;

interface Requirement {
  readonly key: string;
  readonly operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist';
  readonly values: readonly string[];
}

export const labelsOf = (metadata: unknown): Labels => textMapAt(metadata, 'labels');

const operators: readonly string[] = ['In', 'NotIn', 'Exists', 'DoesNotExist'];

/** As the API server means it: NotIn and DoesNotExist hold where the key is absent. */
const holds = (requirement: Requirement, labels: Labels): boolean => {
  const value = labels.get(requirement.key);
  switch (requirement.operator) {
    case 'In':
      return value !== undefined && requirement.values.includes(value);
    case 'NotIn':
      return value === undefined || !requirement.values.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
  }
};

const requirementOf = (value: unknown): Requirement | undefined => {
  const key = textAt(value, 'key');
  const operator = textAt(value, 'operator');
  if (key === undefined || operator === undefined || !operators.includes(operator)) return undefined;
  return { key, operator: operator as Requirement['operator'], values: textsAt(value, 'values') };
};

/** `metav1.LabelSelector`: an empty one selects everything, an absent one nothing, a malformed requirement nothing. */
export const selects = (selector: unknown, labels: Labels): boolean => {
  if (!isJsonObject(selector)) return false;
  const wanted = objectAt(selector, 'matchLabels');
  for (const key of Object.keys(wanted)) {
    const value = wanted[key];
    if (typeof value === 'string' && labels.get(key) !== value) return false;
  }
  return listAt(selector, 'matchExpressions').every(expression => {
    const requirement = requirementOf(expression);
    return requirement !== undefined && holds(requirement, labels);
  });
};

/** True for `{}`: selects every object whatever its labels. */
export const selectsEverything = (selector: unknown): boolean =>
  isJsonObject(selector) && textMapAt(selector, 'matchLabels').size === 0 && listAt(selector, 'matchExpressions').length === 0;

const setForm = /^(\S+)\s+(in|notin)\s*\(([^()]*)\)$/;
const equalForm = /^([^=!\s]+)\s*(==|=|!=)\s*([^=!\s]*)$/;

const termOf = (term: string): Requirement | undefined => {
  const set = setForm.exec(term);
  if (set?.[1] !== undefined) {
    return {
      key: set[1],
      operator: set[2] === 'in' ? 'In' : 'NotIn',
      values: (set[3] ?? '').split(',').map(value => value.trim()),
    };
  }
  const equal = equalForm.exec(term);
  if (equal?.[1] !== undefined) return { key: equal[1], operator: equal[2] === '!=' ? 'NotIn' : 'In', values: [equal[3] ?? ''] };
  if (/^![^\s!=(),]+$/.test(term)) return { key: term.slice(1), operator: 'DoesNotExist', values: [] };
  if (/^[^\s!=(),]+$/.test(term)) return { key: term, operator: 'Exists', values: [] };
  return undefined;
};

/** kubectl's `--selector` text (`app=web,tier in (a,b),!canary`) as a predicate; undefined where the text is none. */
export const parseSelectorText = (text: string): ((labels: Labels) => boolean) | undefined => {
  const terms = text.match(/(?:[^,()]|\([^()]*\))+/g)?.map(term => term.trim()) ?? [];
  const requirements = terms.map(termOf);
  if (!requirements.every(requirement => requirement !== undefined)) return undefined;
  return labels => requirements.every(requirement => holds(requirement, labels));
};
