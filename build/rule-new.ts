import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** `npm run rule:new -- <rule-id> <pack>`: a rule and its cases, which fail the build until somebody completes them. */

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const form = /^[a-z0-9]+(-[a-z0-9]+)+$/;

const ruleText = (id: string, pack: string): string => `import { containersOf } from '#kube/containers';
import { defineRule, finding, podTemplates } from '#kube/define-rule';
import { containerOf } from '#kube/sentence';

export const rule = defineRule({
  id: '${id}',
  pack: '${pack}',
  severity: 'FILL IN: critical, high, medium or low',
  since: 'FILL IN: the version that brings it',
  what: 'FILL IN: what is wrong, in one sentence.',
  why: 'FILL IN: what an attacker gains.',
  fix: 'FILL IN: what to do.',
  references: [],
  appliesTo: podTemplates(),
  evaluate: pod =>
    containersOf(pod)
      .filter(container => container.name === 'FILL IN')
      .map(container => finding(container.path, \`\${containerOf(pod, container.name)} FILL IN.\`, { container: container.name })),
});
`;

const casesText = `# At least one failing case (with the fixed object where the rule has a remediation), two passing ones, one of them a near
# miss, and an unknown one where the rule reads through the view. The build is red until they are here.
failing: []
passing: []
`;

const main = ([id, pack]: readonly string[]): number => {
  if (id === undefined || pack === undefined || !form.test(id) || !/^[a-z0-9-]+$/.test(pack)) {
    console.error(
      'Usage: npm run rule:new -- <rule-id> <pack>   (lower case, words joined by hyphens: privileged-container pod-security)',
    );
    return 2;
  }
  const folder = join(root, 'rules', pack);
  const [rule, cases] = [join(folder, `${id}.ts`), join(folder, `${id}.cases.yaml`)];
  if (existsSync(rule) || existsSync(cases)) {
    console.error(`The rule ${id} is there already: ${rule}`);
    return 2;
  }
  mkdirSync(folder, { recursive: true });
  writeFileSync(rule, ruleText(id, pack));
  writeFileSync(cases, casesText);
  console.log(
    `Wrote ${rule}\nand ${cases}.\nNext: complete both, map it to controls in rules/frameworks/*.yaml, then npm run gen and npm test.`,
  );
  return 0;
};

process.exitCode = main(process.argv.slice(2));
