import type { Patch, PatchCheck } from '#contract/patch';

export const checkNames: Readonly<Record<PatchCheck['check'], string>> = {
  parsed: 'Parsed',
  schema: 'Schema',
  reevaluated: 'Re-evaluated',
  serverDryRun: 'Server dry-run',
};

export const riskWords: Readonly<Record<Patch['risk'], string>> = {
  'no-restart': 'Nothing restarts.',
  restart: 'Its pods restart.',
  'may-crash': 'Its pods restart and may fail to start.',
  'may-cut-traffic': 'It may cut traffic that flows today.',
  'may-deny-api': 'It may deny requests that succeed today.',
};

export const refusalWords: Readonly<Record<NonNullable<PatchCheck['refusal']>, string>> = {
  rbac: 'refused: no permission to patch',
  admission: 'refused by admission',
  conflict: 'refused: the object has changed since',
  invalid: 'refused as invalid',
  unverifiable: 'cannot be verified',
  unreachable: 'the server was not reached',
};

/** Kind and name of what a patch changes. */
export const targetText = ({ kind, namespace, name }: Patch['target']): string =>
  `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`;
