import type { CompareObject, FieldChange } from '#contract/compare';
import type { DiffResult } from '#contract/diff-result';
import type { Comparison } from '#core/compare/compare-snapshots';
import { fieldChange } from '#core/compare/field-change';
import { isSame } from '#core/compare/compare-snapshots';
import type { Changed } from '#core/compare/object-changes';

const mostFields = 200;
const mostValue = 2_000;

/** A row with all its fields, those that do not count told as such. */
const wholeRow = ({ row, differences }: Changed, everything: boolean): CompareObject => {
  const shown = everything
    ? differences.toSorted((left, right) => Number(left.leftOut !== null) - Number(right.leftOut !== null))
    : differences.filter(({ leftOut }) => leftOut === null);
  const fields: FieldChange[] = shown.slice(0, mostFields).map(difference => fieldChange(difference, mostValue, 'line'));
  return { ...row, fields, fieldCount: shown.length };
};

export const diffResult = (comparison: Comparison, toolVersion: string, showLeftOut: boolean): DiffResult => {
  const { namespaces: _, ...summary } = comparison.summary;
  const rows = comparison.changes.map(changed => wholeRow(changed, showLeftOut));
  return {
    schemaVersion: '1',
    tool: { name: 'plumbline', version: toolVersion, rulesVersion: summary.rules.version },
    same: isSame(comparison.summary),
    ...summary,
    accessChanges: rows.filter(({ section }) => section === 'access'),
    findingChanges: [...comparison.findings],
    objectChanges: rows.filter(({ section }) => section === 'objects'),
    ...(showLeftOut ? { leftOutChanges: comparison.leftOut.map(changed => wholeRow(changed, true)) } : {}),
  };
};
