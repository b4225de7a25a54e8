import type { PatchPlan } from '#contract/patch';

/** Text of the cluster inside Markdown: one line, nothing of it markup. */
const inert = (text: string): string =>
  text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, ' ').replaceAll(/[\\`*_{}[\]<>()#|!&~]/g, String.raw`\$&`);

const code = (text: string): string => `\`${text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}`]/gu, ' ')}\``;

/** The README of an export: what is in it, in what order to use it, how to undo it. */
export const exportReadme = (plan: PatchPlan): string => {
  const { snapshot, tool } = plan;
  const changes = plan.patches.filter(({ dialect }) => dialect !== 'steps');
  return [
    '# Patches',
    '',
    `Made by Plumbline ${tool.version} (rules ${tool.rulesVersion}) from ${inert(snapshot.name)}, captured ${snapshot.capturedAt}. ${changes.length} ${changes.length === 1 ? 'patch' : 'patches'}; nothing here has been applied.`,
    '',
    '## How to use it',
    '',
    '- **Where the objects come from Git** (kustomize): add your own folder under `resources:` in `kustomization.yaml` here, or copy its `patches:` into yours. Its targets name the namespace, so your resources must name it too.',
    '- **Live**: `kubectl patch KIND NAME -n NAMESPACE --type=json --patch-file FILE`; new objects by `kubectl create -f FILE`. Each file stands for itself: leave out what you do not want.',
    '- What Helm, Argo CD, Flux or an operator manages goes back to its source: change it there.',
    '- **Guards**: each change stands behind `test` operations. If the object has changed since, nothing happens and the command fails: capture it again. A `test` for `null` means that the field is absent.',
    '- **Undo**: the file of the same name under `rollback/`, by the same command; for new objects it holds the command that deletes them.',
    '',
    '## Patches',
    '',
    ...changes.flatMap(patchLines),
    ...stepLines(plan),
    ...leftLines(plan),
  ].join('\n');
};

type Entry = PatchPlan['patches'][number];

const targetOf = ({ target }: Entry): string =>
  inert(`${target.kind} ${target.namespace === undefined ? '' : `${target.namespace}/`}${target.name}`);

const patchLines = (entry: Entry): readonly string[] => {
  const ran = Object.values(entry.checks)
    .map(({ check, result }) => `${check} ${result}`)
    .join(', ');
  const warnings = [...new Set(Object.values(entry.checks).flatMap(check => check.warnings))];
  return [
    `### ${targetOf(entry)}: ${inert(entry.title)}`,
    '',
    `- File ${code(entry.file ?? '')}, undone by ${code(entry.rollbackFile ?? '')}`,
    `- Rule ${code(entry.ruleId)}, ${entry.findingIds.length === 1 ? '1 finding' : `${entry.findingIds.length} findings`}`,
    `- Risk: ${entry.changeRisk.risk}. ${inert(entry.changeRisk.evidence)}`,
    `- Checks: ${ran}`,
    ...warnings.map(warning => `- The server warns: ${inert(warning)}`),
    '',
  ];
};

const stepLines = (plan: PatchPlan): readonly string[] => {
  const steps = plan.patches.filter(({ dialect }) => dialect === 'steps');
  return steps.length === 0
    ? []
    : [
        '## To do by hand',
        '',
        ...steps.map(entry => `- ${targetOf(entry)}: ${inert(entry.title)}. ${inert(entry.changeRisk.evidence)}`),
        '',
      ];
};

const leftLines = ({ left }: PatchPlan): readonly string[] =>
  left.length === 0
    ? []
    : [
        '## Without a patch',
        '',
        ...left.map(({ ruleId, findingId, why }) => `- ${code(ruleId)} (${code(findingId)}): ${inert(why)}`),
        '',
      ];
