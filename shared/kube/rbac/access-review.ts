import { isJsonArray, isJsonObject, type JsonObject } from '#contract/json';
import type { Access } from '#contract/rbac';
import { fail, ok, type Result } from '#contract/result';
import { fieldSelected, selectorFault } from './review-selectors.ts';

/** The `spec` of a SubjectAccessReview, as the API server takes it. */
export interface AccessReview {
  readonly user: string;
  readonly groups: readonly string[];
  readonly access: Access;
  /** The value that the field selector asks of a field; RBAC does not look at it, the Node authorizer does. */
  selected(field: string): string | undefined;
}

/** Thrown and caught in this file alone: a field of another type than the API server decodes. */
class WrongType extends Error {}

const own = (from: JsonObject, key: string): unknown => (Object.hasOwn(from, key) ? from[key] : undefined);

/** null and absent are alike to the server's decoder. */
const text = (from: JsonObject, key: string): string => {
  const value = own(from, key);
  if (value === undefined || value === null) return '';
  if (typeof value !== 'string') throw new WrongType(`${key} has to be a string`);
  return value;
};

const textList = (value: unknown, name: string): readonly string[] => {
  if (value === undefined || value === null) return [];
  if (!isJsonArray(value)) throw new WrongType(`${name} has to be a list of strings`);
  return value.map(item => {
    if (item === null) return '';
    if (typeof item !== 'string') throw new WrongType(`${name} has to be a list of strings`);
    return item;
  });
};

const object = (from: JsonObject, key: string): JsonObject | undefined => {
  const value = own(from, key);
  if (value === undefined || value === null) return undefined;
  if (!isJsonObject(value)) throw new WrongType(`${key} has to be an object`);
  return value;
};

const resourceAccess = (attributes: JsonObject): Access => {
  text(attributes, 'version');
  return {
    verb: text(attributes, 'verb'),
    group: text(attributes, 'group'),
    resource: text(attributes, 'resource'),
    subresource: text(attributes, 'subresource'),
    namespace: text(attributes, 'namespace'),
    name: text(attributes, 'name'),
  };
};

const read = (spec: JsonObject): Result<AccessReview, string> => {
  const user = text(spec, 'user');
  const groups = textList(own(spec, 'groups'), 'groups');
  text(spec, 'uid');
  const extra = object(spec, 'extra');
  for (const key of Object.keys(extra ?? {})) textList(extra?.[key], `extra.${key}`);
  const resource = object(spec, 'resourceAttributes');
  const url = object(spec, 'nonResourceAttributes');
  const access = resource === undefined ? undefined : resourceAccess(resource);
  const path = url === undefined ? undefined : { verb: text(url, 'verb'), path: text(url, 'path') };
  const fault = resource === undefined ? undefined : selectorFault(resource);
  if (fault !== undefined) return fail(fault);
  const asked = access ?? path;
  if (asked === undefined || (access !== undefined && path !== undefined))
    return fail('exactly one of resourceAttributes and nonResourceAttributes has to be there');
  if (user === '' && groups.length === 0) return fail('a user or at least one group has to be there');
  return ok({ user, groups, access: asked, selected: name => fieldSelected(resource ?? {}, name) });
};

/** Reads the spec of a review; refuses what the API server refuses as invalid, and nothing else. */
export const parseReview = (spec: unknown): Result<AccessReview, string> => {
  if (!isJsonObject(spec)) return fail('a line has to be one JSON object, the spec of a SubjectAccessReview');
  try {
    return read(spec);
  } catch (error) {
    if (error instanceof WrongType) return fail(error.message);
    throw error;
  }
};
