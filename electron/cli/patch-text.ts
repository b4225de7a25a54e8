import { createTwoFilesPatch } from 'diff';
import type { Patch, PatchCheck } from '#contract/patch';
import type { Paint } from '#core/reports/paint';
import { objectText } from '#core/reports/table-findings';
import { visibleText } from '#core/reports/visible-text';
import type { PatchSet } from './cli-core.ts';

const checkText = (check: PatchCheck): string => `${check.check} ${check.result}${check.note === '' ? '' : ` (${check.note})`}`;

const diffLine = (line: string, paint: Paint): string => {
  // Long values are bounded like every other foreign text; tabs and escapes are shown.
  const shown = visibleText(line, 500);
  if (line.startsWith('+')) return paint(shown, 'green');
  return line.startsWith('-') ? paint(shown, 'red') : shown;
};

const diffOf = (patch: Patch): readonly string[] => {
  const name = `${objectText(patch.target)}.yaml`.replace(/[\r\n]/g, ' ');
  const text = createTwoFilesPatch(
    patch.before === '' ? '/dev/null' : name,
    name,
    patch.before,
    patch.after,
    undefined,
    undefined,
    { context: 3 },
  );
  return text.split('\n').filter(line => line !== '' && !line.startsWith('======') && !line.startsWith('Index: '));
};

/** One patch as a unified diff for reading, with what is known of it in comment lines. */
export const patchText = (patch: Patch, paint: Paint): string => {
  const lines = [
    paint(`# ${visibleText(patch.title)}`, 'bold'),
    `# ${visibleText(patch.ruleId)} on ${visibleText(objectText(patch.target))}; change risk: ${patch.risk}`,
    ...(patch.mayBreak === null ? [] : [`# may break: ${visibleText(patch.mayBreak, 1_000)}`]),
    ...(patch.redacted === null
      ? []
      : [`# not a patch, since it touches a redacted value: ${visibleText(patch.redacted, 1_000)}`]),
    `# checks: ${visibleText(patch.checks.map(checkText).join('; '), 2_000)}`,
    ...diffOf(patch).map(line => diffLine(line, paint)),
  ];
  return `${lines.join('\n')}\n\n`;
};

export const leftText = (set: PatchSet): string =>
  set.left
    .map(each => `# no patch for ${visibleText(each.ruleId)} ${visibleText(each.findingId)}: ${visibleText(each.why, 1_000)}\n`)
    .join('');
