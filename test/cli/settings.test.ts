import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contextKey, emptyNote } from '#contract/settings';
import { type BuiltCli, buildCli } from './built-cli.ts';

let cli: BuiltCli;
let config: string;

beforeAll(async () => {
  cli = await buildCli();
  mkdirSync(cli.home, { recursive: true });
  config = cli.path('config');
  // Nothing listens there: what is refused before it is sent ends with 2, what is sent with 3.
  writeFileSync(
    config,
    JSON.stringify({
      apiVersion: 'v1',
      kind: 'Config',
      'current-context': 'prod',
      clusters: [{ name: 'c', cluster: { server: 'https://127.0.0.1:1', 'insecure-skip-tls-verify': true } }],
      users: [{ name: 'u', user: { token: 't' } }],
      contexts: [{ name: 'prod', context: { cluster: 'c', user: 'u' } }],
    }),
  );
});
afterAll(() => cli.close());

const settings = (value: unknown): void =>
  writeFileSync(
    join(cli.home, 'settings.json'),
    typeof value === 'string' ? value : JSON.stringify({ version: 1, ...(value as object) }),
  );

describe('the settings of the data folder hold for the command line', () => {
  const check = async (args: readonly string[], value: unknown, code: number, words: RegExp): Promise<void> => {
    settings(value);
    const done = await cli.run(args, { env: { KUBECONFIG: config } });
    expect(`${done.stdout}${done.stderr}`).toMatch(words);
    expect(done.code).toBe(code);
  };
  const dryRun = ['patch', '--server-dry-run'];
  const note = (readOnly: boolean): object => ({
    clusters: { [contextKey({ source: config, name: 'prod' })]: { ...emptyNote, readOnly } },
  });

  it('a dry-run is refused in read-only mode, before anything is asked', () =>
    check(dryRun, { readOnly: true }, 2, /The dry-run against prod was refused/));
  it('or by the note on that cluster', () => check(dryRun, note(true), 2, /The dry-run against prod was refused/));
  it('and not where the note allows it', () => check(dryRun, { readOnly: true, ...note(false) }, 3, /127\.0\.0\.1:1/));
  it('a patch without a dry-run is not', () => check(['patch'], { readOnly: true }, 3, /127\.0\.0\.1:1/));
  it('a settings file that cannot be understood is told by its path, forbids the dry-run, and stays as it is', async () => {
    await check(dryRun, '{"version": 1, "readOnly": fal', 2, /settings\.json cannot be understood[\s\S]*was refused/);
    expect(readFileSync(join(cli.home, 'settings.json'), 'utf8')).toBe('{"version": 1, "readOnly": fal');
  });
  it('the doctor names the proxy of the settings', () =>
    check(
      ['doctor', '--kubeconfig', elsewhere()],
      { proxyUrl: 'http://127.0.0.1:9' },
      3,
      /proxy http:\/\/127\.0\.0\.1:9, named by the setting/,
    ));
  it('a flag goes before the setting', () =>
    check(
      ['doctor', '--kubeconfig', elsewhere(), '--proxy-url', 'http://127.0.0.1:7'],
      { proxyUrl: 'http://127.0.0.1:9' },
      3,
      /127\.0\.0\.1:7, named by --proxy-url/,
    ));
});

/** The same for a server that is not this machine. */
const elsewhere = (): string => {
  const path = cli.path('elsewhere');
  writeFileSync(path, readFileSync(config, 'utf8').replace('127.0.0.1:1', 'api.example.invalid'));
  return path;
};
