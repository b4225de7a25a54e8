import { readFile, stat } from 'node:fs/promises';
import { parseDocument } from 'yaml';
import { defaultConfig, PlumblineConfig } from '#contract/config';
import { problem, type Problem } from '#contract/problem';
import { fail, ok, type Result } from '#contract/result';

const limit = 1024 * 1024;

const readText = async (path: string): Promise<Result<string, Problem>> => {
  try {
    if ((await stat(path)).size > limit) {
      return fail(
        problem('too-large', {
          what: `The configuration file ${path} is larger than 1 MiB.`,
          why: 'No configuration is.',
          at: { file: path },
        }),
      );
    }
    return ok(await readFile(path, 'utf8'));
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    return fail(
      problem(missing ? 'file-missing' : 'file-unreadable', {
        what: `The configuration file ${path} ${missing ? 'does not exist' : 'cannot be read'}.`,
        why: '--config names it.',
        detail: error instanceof Error ? error.message : String(error),
        at: { file: path },
      }),
    );
  }
};

const invalid = (path: string, why: string, line?: number): Problem =>
  problem('config-invalid', {
    what: `The configuration file ${path} is neither JSON nor YAML.`,
    why,
    at: { file: path, ...(line === undefined ? {} : { line }) },
  });

const parse = (path: string, text: string): Result<unknown, Problem> => {
  const document = parseDocument(text);
  const error = document.errors[0];
  if (error !== undefined) return fail(invalid(path, error.message.split('\n')[0] ?? '', error.linePos?.[0].line));
  try {
    return ok(document.toJS({ maxAliasCount: 10 }) as unknown);
  } catch {
    // The only thing left to throw: aliases that multiply into more than any configuration holds.
    return fail(invalid(path, 'Its aliases expand without end.'));
  }
};

const shape = (path: string, value: unknown): Result<PlumblineConfig, Problem> => {
  const parsed = PlumblineConfig.safeParse(value ?? {});
  if (parsed.success) return ok(parsed.data);
  const issue = parsed.error.issues[0];
  const field = issue === undefined || issue.path.length === 0 ? 'the file' : issue.path.join('.');
  return fail(
    problem('config-invalid', {
      what: `The configuration file ${path} is wrong at ${field}.`,
      why: issue?.message ?? 'It does not have the shape that is expected.',
      at: { file: path, field },
    }),
  );
};

/** `--config FILE` as JSON or YAML; without it, the default configuration. A rule id that does not exist is an error. */
export const readConfig = async (
  path: string | undefined,
  ruleIds: readonly string[],
): Promise<Result<PlumblineConfig, Problem>> => {
  if (path === undefined) return ok(defaultConfig);
  const text = await readText(path);
  if (!text.ok) return text;
  const value = parse(path, text.value);
  if (!value.ok) return value;
  const config = shape(path, value.value);
  if (!config.ok) return config;
  const unknown = Object.keys(config.value.rules).find(id => !ruleIds.includes(id));
  if (unknown === undefined) return config;
  return fail(
    problem('config-invalid', {
      what: `The configuration file ${path} names a rule that does not exist: ${unknown}.`,
      why: 'A rule that is switched off or graded by a wrong id would still run as before.',
      todo: 'Correct the id: `plumbline rules list` shows them all.',
      at: { file: path, field: `rules.${unknown}` },
    }),
  );
};
