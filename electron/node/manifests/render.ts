import { problem, type Problem } from '#contract/problem';
import { fail, ok, type Result } from '#contract/result';
import { redactText } from '#core/redact/text';
import { findProgram, runPlugin } from '#node/auth/plugin-process';

export type Renderable = 'chart' | 'kustomization';

export interface RenderOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
  /** Milliseconds; a chart of any size renders in a few seconds. */
  readonly timeout?: number;
}

export interface Rendered {
  readonly text: string;
  /** `helm template`, `kubectl kustomize`: as it was run. */
  readonly by: string;
}

interface Renderer {
  readonly program: string;
  readonly args: readonly string[];
}

const renderers: Readonly<Record<Renderable, readonly Renderer[]>> = {
  chart: [{ program: 'helm', args: ['template'] }],
  kustomization: [
    { program: 'kubectl', args: ['kustomize'] },
    { program: 'kustomize', args: ['build'] },
  ],
};

const nouns: Readonly<Record<Renderable, string>> = { chart: 'a Helm chart', kustomization: 'a kustomization' };
const mostOutput = 64 * 1024 * 1024;
const usualTimeout = 60_000;

/** Runs the user's own renderer on a folder (an absolute path): argv without a shell, found on PATH and never in the folder itself. */
export const render = async (
  what: Renderable,
  folder: string,
  shown: string,
  options: RenderOptions,
): Promise<Result<Rendered, Problem>> => {
  for (const renderer of renderers[what]) {
    const found = await findProgram(renderer.program, options.env);
    if ('file' in found) return runRenderer(renderer, found.file, folder, shown, options);
  }
  const [first] = renderers[what];
  const names = renderers[what].map(({ program }) => program);
  const missing = names.length > 1 ? `neither ${names.join(' nor ')} is` : `${names.join('')} is not`;
  return fail(
    problem('renderer-missing', {
      what: `${shown} is ${nouns[what]}, and ${missing} on the PATH.`,
      why: 'Its files must be rendered before they are manifests.',
      todo: `Install ${first?.program}, or render it elsewhere and pipe the result in: ${first?.program} ${first?.args.join(' ')} ${shown} | plumbline scan --manifests -`,
      at: { file: shown },
    }),
  );
};

const runRenderer = async (
  { program, args }: Renderer,
  file: string,
  folder: string,
  shown: string,
  options: RenderOptions,
): Promise<Result<Rendered, Problem>> => {
  const stderr: string[] = [];
  const env = Object.fromEntries(
    Object.entries(options.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
  const timeoutMs = options.timeout ?? usualTimeout;
  const end = await runPlugin(
    {
      file,
      args: [...args, folder],
      env,
      interactive: false,
      timeoutMs,
      maxStdout: mostOutput,
      onStderr: line => stderr.push(line),
    },
    options.signal,
  );
  const by = [program, ...args].join(' ');
  if (end.kind === 'done') return ok({ text: end.stdout, by });
  if (end.kind === 'aborted') return fail(problem('cancelled', { what: `${by} was stopped.`, why: 'The scan was cancelled.' }));
  const why = {
    timeout: `It did not end within ${timeoutMs / 1000} seconds.`,
    exit: end.kind === 'exit' ? `It ended with ${end.code === null ? `signal ${end.signal}` : `code ${end.code}`}.` : '',
    'output-too-large': `It wrote more than ${mostOutput / 1024 / 1024} MiB.`,
    'not-started': end.kind === 'not-started' ? `It could not be started: ${redactText(end.reason)}` : '',
  }[end.kind];
  const detail = stderr.length === 0 ? undefined : redactText(stderr.join('\n'));
  return fail(
    problem('renderer-failed', {
      what: `${by} ${shown} failed.`,
      why,
      todo: `Run ${by} ${shown} yourself to see what it needs.`,
      detail,
      at: { file: shown },
    }),
  );
};
