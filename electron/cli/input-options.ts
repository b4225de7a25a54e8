import type { Command } from 'commander';
import type { Problem } from '#contract/problem';
import { fail, ok, type Result } from '#contract/result';
import { usage } from './usage.ts';

export type InputChoice =
  | { readonly kind: 'cluster'; readonly context: string | undefined }
  | { readonly kind: 'snapshot'; readonly file: string }
  | { readonly kind: 'manifests'; readonly paths: readonly string[] }
  | { readonly kind: 'demo' };

export interface InputFlags {
  readonly context?: string;
  readonly snapshot?: string;
  readonly manifests?: readonly string[];
  readonly demo?: boolean;
}

export const addInputOptions = (command: Command): Command =>
  command
    .option('--context <name>', 'a context of the kubeconfig (default: the current one)')
    .option('--snapshot <file>', 'a bundle, or JSON or YAML as kubectl get -o json|yaml prints it')
    .option('--manifests <path...>', 'files and folders of manifests, a chart or a kustomization; - is standard input')
    .option('--demo', 'the built-in demo cluster');

export const inputOf = (flags: InputFlags): Result<InputChoice, Problem> => {
  const choices: InputChoice[] = [];
  if (flags.context !== undefined) choices.push({ kind: 'cluster', context: flags.context });
  if (flags.snapshot !== undefined) choices.push({ kind: 'snapshot', file: flags.snapshot });
  if (flags.manifests !== undefined) choices.push({ kind: 'manifests', paths: flags.manifests });
  if (flags.demo === true) choices.push({ kind: 'demo' });
  if (choices.length > 1) {
    return fail(
      usage(
        'More than one input was named.',
        'A command reads exactly one of --context, --snapshot, --manifests and --demo.',
        'Name one of them, or none for the current context.',
      ),
    );
  }
  return ok(choices[0] ?? { kind: 'cluster', context: undefined });
};
