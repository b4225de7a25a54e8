import { isJsonArray, isJsonObject, type JsonObject } from '#contract/json';
import { listAt, textAt } from '../json-fields.ts';
import { requiredValue } from './field-selector.ts';

/**
 * Selectors of a review: RBAC does not look at them, but the API server refuses a review whose selectors are invalid
 * (apis/authorization/validation). Gives what is wrong, as a sentence part.
 */
type Fault = string | undefined;

const isText = (value: unknown): boolean => value === undefined || value === null || typeof value === 'string';
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

const part = /^([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/;
const subdomain = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

const isQualifiedName = (name: string): boolean => {
  const parts = name.split('/');
  const last = parts.at(-1) ?? '';
  const prefix = parts.length === 2 ? parts[0] : undefined;
  if (parts.length > 2 || last.length > 63 || !part.test(last)) return false;
  return prefix === undefined || (prefix.length <= 253 && subdomain.test(prefix));
};

const isLabelValue = (value: string): boolean => value === '' || (value.length <= 63 && part.test(value));

const valuesFault = (operator: string, count: number): Fault => {
  if (count === 0 && (operator === 'In' || operator === 'NotIn')) return `${operator} needs values`;
  if (count > 0 && (operator === 'Exists' || operator === 'DoesNotExist')) return `${operator} takes no values`;
  return undefined;
};

const requirementFault = (requirement: unknown, kind: 'field' | 'label'): Fault => {
  if (requirement === null) return kind === 'field' ? 'a requirement needs a key' : 'a requirement needs a label as its key';
  if (!isJsonObject(requirement)) return 'a requirement has to be an object';
  const { key, operator, values } = requirement;
  if (!isText(key) || !isText(operator)) return 'key and operator have to be strings';
  if (values !== undefined && values !== null && !(isJsonArray(values) && values.every(isText)))
    return 'values have to be strings';
  const texts = isJsonArray(values) ? values.map(textOf) : [];
  if (kind === 'field' && textOf(key) === '') return 'a requirement needs a key';
  if (kind === 'label' && !isQualifiedName(textOf(key))) return 'the key is no label';
  if (kind === 'label' && !texts.every(isLabelValue)) return 'a value is no value of a label';
  return valuesFault(textOf(operator), texts.length);
};

const oneFault = (selector: unknown, kind: 'field' | 'label'): Fault => {
  if (selector === undefined || selector === null) return undefined;
  if (!isJsonObject(selector)) return 'has to be an object';
  const { rawSelector, requirements } = selector;
  if (!isText(rawSelector)) return 'rawSelector has to be a string';
  if (requirements !== undefined && requirements !== null && !isJsonArray(requirements)) return 'requirements have to be a list';
  const raw = textOf(rawSelector) !== '';
  const all = isJsonArray(requirements) ? requirements : [];
  if (raw && all.length > 0) return 'rawSelector and requirements exclude each other';
  if (!raw && all.length === 0) return 'needs rawSelector or requirements';
  return all.map(each => requirementFault(each, kind)).find(fault => fault !== undefined);
};

export const selectorFault = (attributes: JsonObject): Fault => {
  const inFields = oneFault(attributes['fieldSelector'], 'field');
  if (inFields !== undefined) return `fieldSelector: ${inFields}`;
  const inLabels = oneFault(attributes['labelSelector'], 'label');
  return inLabels === undefined ? undefined : `labelSelector: ${inLabels}`;
};

/** The value that a valid review's field selector asks of a field; requirements that the server cannot read are left out. */
export const fieldSelected = (attributes: JsonObject, name: string): string | undefined => {
  const raw = textAt(attributes, 'fieldSelector', 'rawSelector') ?? '';
  if (raw !== '') return requiredValue(raw, name) ?? undefined;
  for (const requirement of listAt(attributes, 'fieldSelector', 'requirements')) {
    const values = listAt(requirement, 'values');
    const isEqual = textAt(requirement, 'operator') === 'In' && values.length === 1;
    if (isEqual && textAt(requirement, 'key') === name) return textOf(values[0]);
  }
  return undefined;
};
