import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { temporaryFolder } from '#test/transport/server';
import { captureFrom, processEnvironment } from './login-shell.ts';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
beforeAll(async () => (folder = await temporaryFolder()));
afterAll(() => folder.remove());

/** A shell that does `before`, then what /bin/sh would do with the same arguments. */
async function shell(name: string, before: string): Promise<string> {
  const path = join(folder.path, name);
  await writeFile(path, `#!/bin/sh\n${before}\nfor last; do :; done\nexec /bin/sh -c "$last"\n`);
  await chmod(path, 0o755);
  return path;
}

const env = { PATH: '/usr/bin:/bin', HOME: '/nowhere' };

describe('the environment of the login shell', () => {
  it('with what the profile set, past what it printed', async () => {
    const result = await captureFrom({
      shell: await shell(
        'noisy',
        'echo "Welcome! PATH=/wrong"; export FROM_PROFILE="two\nlines"; export PATH="/opt/tools:$PATH"',
      ),
      env,
      home: folder.path,
    });
    expect(result.ok && result.value['FROM_PROFILE']).toBe('two\nlines');
    expect(result.ok && result.value['PATH']).toMatch(/^\/opt\/tools:\/usr\/bin:\/bin/);
    expect(result.ok && result.value['PLUMBLINE_CAPTURES_ENVIRONMENT']).toBeUndefined();
  });
  it('of the real shell of this machine', async () => {
    const result = await captureFrom({ shell: '/bin/sh', env: { ...env, MARKED: 'yes' } });
    expect(result.ok && result.value['MARKED']).toBe('yes');
  });
  it('zsh is asked interactively', async () => {
    const result = await captureFrom({ shell: await shell('zsh', 'export ARGS="$1 $2 $3"'), env });
    expect(result.ok && result.value['ARGS']).toBe('-l -i -c');
  });
  it('adds the folders in which plugins usually lie', async () => {
    await mkdir(join(folder.path, '.krew', 'bin'), { recursive: true });
    const result = await captureFrom({ shell: '/bin/sh', env, home: folder.path });
    expect(result.ok && result.value['PATH']?.split(':')).toContain(join(folder.path, '.krew', 'bin'));
    expect(processEnvironment({ PATH: '/a' }, folder.path)['PATH']).toMatch(/^\/a:.*krew/);
  });
  it.each([
    ['hangs', 'sleep 60', /not answered after 0.3/],
    ['fails', 'exit 3', /code 3/],
    ['says nothing', 'exit 0', /did not print/],
  ])('a shell that %s', async (name, body, words) => {
    const started = Date.now();
    const result = await captureFrom({
      shell: await shell(name.replace(' ', '-'), body),
      env,
      timeout: name === 'hangs' ? 300 : 10_000,
    });
    expect(result.ok ? '' : result.error.what).toMatch(words);
    expect(Date.now() - started).toBeLessThan(5_000);
  });
  it('a profile that leaves something running does not hold us up', async () => {
    const started = Date.now();
    const result = await captureFrom({ shell: await shell('lingering', '(sleep 20) &'), env });
    expect(result.ok).toBe(true);
    expect(Date.now() - started).toBeLessThan(5_000);
  });
  it('no such shell', async () => {
    const result = await captureFrom({ shell: '/nowhere/sh', env });
    expect(result.ok ? '' : result.error.code).toBe('not-available');
  });
});
