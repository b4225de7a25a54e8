import type { ObjectRef } from '#contract/kube';
import { groupOf, versionOf } from '#contract/kube';
import type { JsonValue } from '#contract/json';
import type { Patch, PatchCheck, PatchPlan } from '#contract/patch';
import { exportReadme } from './export-readme.ts';
import { createFileNames } from './file-names.ts';
import { checkNames, notRun } from './patch-checks.ts';
import { toYaml } from './to-yaml.ts';

export interface ExportMeta {
  readonly tool: { readonly version: string; readonly rulesVersion: string };
  readonly snapshot: PatchPlan['snapshot'];
  /** Findings without a patch, and why. */
  readonly left: PatchPlan['left'];
}

/** Relative path with `/`. */
export interface ExportedFile {
  readonly path: string;
  readonly text: string;
}

export interface PatchExport {
  readonly plan: PatchPlan;
  readonly files: readonly ExportedFile[];
}

interface Placed {
  readonly patch: Patch;
  readonly file: string | null;
  readonly rollbackFile: string | null;
}

/**
 * The folder of `patch --output`. Patches come from `arrangePatches`, so that each file stands for itself. Same patches,
 * same bytes.
 */
export const exportPatches = (patches: readonly Patch[], meta: ExportMeta): PatchExport => {
  const names = createFileNames();
  const placed = patches.map(patch => place(patch, names));
  const plan = planOf(placed, meta);
  const files = [
    { path: 'README.md', text: exportReadme(plan) },
    { path: 'kustomization.yaml', text: kustomization(placed) },
    { path: 'plan.json', text: `${JSON.stringify(plan, null, 2)}\n` },
    ...placed.flatMap(patchFiles),
  ];
  return { plan, files: files.toSorted((left, right) => (left.path < right.path ? -1 : 1)) };
};

const place = (patch: Patch, names: ReturnType<typeof createFileNames>): Placed => {
  if (patch.redacted !== null) return { patch, file: null, rollbackFile: null };
  const { kind, namespace, name } = patch.target;
  // A patch for several rules has them in the plan; all their names make no file name.
  const folder = patch.ruleId.includes('+') ? 'combined' : patch.ruleId;
  const path = names([folder, `${kind.toLowerCase()}-${namespace ?? 'cluster'}-${name}`]);
  return { patch, file: `patches/${path}.yaml`, rollbackFile: `rollback/${path}.${patch.dialect === 'create' ? 'txt' : 'yaml'}` };
};

const patchFiles = ({ patch, file, rollbackFile }: Placed): readonly ExportedFile[] => {
  if (file === null || rollbackFile === null) return [];
  const head = `# ${oneLine(patch.title)}\n# ${targetWords(patch.target)}; findings ${patch.findingIds.join(', ')}\n`;
  if (patch.dialect === 'create') {
    return [
      { path: file, text: `${head}${patch.after}` },
      { path: rollbackFile, text: `${deleteCommand(patch.target)}\n` },
    ];
  }
  return [
    { path: file, text: `${head}${toYaml(patch.operations)}` },
    {
      path: rollbackFile,
      text: `# Undoes: ${oneLine(patch.title)}\n# ${targetWords(patch.target)}\n${toYaml(patch.rollback)}`,
    },
  ];
};

/** Only `patches:` with `target:` (its name and namespace are anchored regular expressions), and new objects as resources. */
const kustomization = (placed: readonly Placed[]): string => {
  const created = placed.flatMap(({ patch, file }) => (file !== null && patch.dialect === 'create' ? [file] : []));
  const changed = placed.flatMap(({ patch, file }) =>
    file !== null && patch.dialect === 'json-patch' ? [{ path: file, target: kustomizeTarget(patch.target) }] : [],
  );
  const head = { apiVersion: 'kustomize.config.k8s.io/v1beta1', kind: 'Kustomization' };
  return toYaml({
    ...head,
    ...(created.length === 0 ? {} : { resources: created }),
    ...(changed.length === 0 ? {} : { patches: changed }),
  });
};

const kustomizeTarget = ({ apiVersion, kind, namespace, name }: ObjectRef): JsonValue => ({
  ...(groupOf(apiVersion) === '' ? {} : { group: groupOf(apiVersion) }),
  version: versionOf(apiVersion),
  kind,
  name: escapeRegex(name),
  ...(namespace === undefined ? {} : { namespace: escapeRegex(namespace) }),
});

const escapeRegex = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`);

const planOf = (placed: readonly Placed[], meta: ExportMeta): PatchPlan => ({
  schemaVersion: '1',
  tool: { name: 'plumbline', ...meta.tool },
  snapshot: meta.snapshot,
  patches: placed.map(({ patch, file, rollbackFile }) => ({
    file,
    rollbackFile,
    ruleId: patch.ruleId,
    findingIds: patch.findingIds,
    dialect: patch.redacted === null ? patch.dialect : 'steps',
    target: patch.target,
    title: patch.title,
    changeRisk: { risk: patch.risk, evidence: patch.redacted ?? patch.mayBreak ?? riskWords[patch.risk] },
    checks: checksOf(patch),
  })),
  left: [...meta.left],
});

const riskWords: Readonly<Record<Patch['risk'], string>> = {
  'no-restart': 'No Pod restarts for it.',
  restart: 'Its Pods are replaced, one after the other.',
  'may-crash': 'Its Pods may not start with it.',
  'may-cut-traffic': 'It may cut traffic that is needed.',
  'may-deny-api': 'It may deny API requests that are needed.',
};

const checksOf = ({ checks }: Patch): PatchPlan['patches'][number]['checks'] => {
  const by = (name: PatchCheck['check']): PatchCheck => checks.find(({ check }) => check === name) ?? notRun(name, 'Not run.');
  const [parsed, schema, reevaluated, serverDryRun] = checkNames;
  return { parsed: by(parsed), schema: by(schema), reevaluated: by(reevaluated), serverDryRun: by(serverDryRun) };
};

const targetWords = ({ kind, namespace, name }: ObjectRef): string =>
  oneLine(`${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`);

/** Names are the cluster's: one that is no plain name is quoted, so that a shell reads it as one word. */
const word = (text: string): string =>
  /^[A-Za-z0-9._:/-]+$/.test(text) && !text.startsWith('-') ? text : `'${oneLine(text).replaceAll("'", `'\\''`)}'`;

const deleteCommand = ({ apiVersion, kind, namespace, name }: ObjectRef): string => {
  const group = groupOf(apiVersion);
  return `kubectl delete ${word(`${kind.toLowerCase()}${group === '' ? '' : `.${versionOf(apiVersion)}.${group}`}`)} ${word(name)}${namespace === undefined ? '' : ` --namespace ${word(namespace)}`}`;
};

const oneLine = (text: string): string => text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, ' ');
