import { isJsonArray } from '#contract/json';
import type { Remediation, ViolationAt } from '#contract/rule';
import { edit, remediation } from './define-rule.ts';
import { listAt } from './json-fields.ts';
import { at, valueAt } from './pointer.ts';

const rulePath = /^\/rules\/(?<rule>\d+)(?:\/resources\/\d+)?$/u;
const subjectPath = /^\/subjects\/\d+$/u;

/**
 * The smallest edit that takes a way to admin away: the subject out of the binding, the resource out of the rule, or the rule
 * where nothing else is in it. A rule before others stays, since their places would change with it.
 */
export const fixOfWay = ({ object, path }: ViolationAt): Remediation | undefined => {
  if (subjectPath.test(path))
    return remediation('may-deny-api', 'The subject loses all rights that this binding gives it.', edit.remove(object, path));
  const rule = Number(rulePath.exec(path)?.groups?.['rule'] ?? Number.NaN);
  const entry = valueAt(object, path);
  const mayBreak = `Holders lose ${typeof entry === 'string' ? `their rights on ${entry}` : 'the rights'} of this rule; whether somebody uses them, a snapshot cannot tell.`;
  const entries = valueAt(object, at('', 'rules', rule, 'resources'));
  if (typeof entry === 'string' && isJsonArray(entries) && entries.length > 1)
    return remediation('may-deny-api', mayBreak, edit.remove(object, path));
  return rule === listAt(object, 'rules').length - 1
    ? remediation('may-deny-api', mayBreak, edit.remove(object, at('', 'rules', rule)))
    : undefined;
};
