import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { FromCore, type ToCore } from '#contract/core-messages';
import { demoFile } from '#node/demo/demo-files';
import { buildNode, type BuiltNode } from './built-node.ts';

describe('the core’s process', () => {
  let node: BuiltNode;
  let home: string;
  let child: ChildProcess | undefined;

  beforeAll(async () => {
    node = await buildNode();
  });
  afterAll(() => node?.remove());
  beforeEach(() => {
    home = mkdtempSync(join(node.folder, 'home-'));
  });
  afterEach(async () => {
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  });

  const start = (args: readonly string[], env: Readonly<Record<string, string>> = {}) => {
    const process_ = fork(node.file('core-process.cjs'), [...args], {
      serialization: 'advanced',
      silent: true,
      env: { PATH: process.env['PATH'], TERM: 'xterm', HOME: home, PLUMBLINE_HOME: home, ...env },
    });
    child = process_;
    const said: FromCore[] = [];
    process_.on('message', message => said.push(FromCore.parse(message)));
    return {
      said,
      process: process_,
      send: (message: ToCore) => void process_.send(message),
      first: async () => {
        await expect.poll(() => said.length, { timeout: 20_000 }).toBeGreaterThan(0);
        return said[0];
      },
    };
  };

  const info = async (core: ReturnType<typeof start>): Promise<unknown> => {
    core.send({ type: 'call', id: 'i', name: 'app.info', input: {} });
    await expect.poll(() => core.said.find(message => message.type === 'reply'), { timeout: 10_000 }).toBeDefined();
    const reply = core.said.find(message => message.type === 'reply');
    return reply?.type === 'reply' ? reply.result : undefined;
  };

  test('opens what was named', async () => {
    const core = start([demoFile('demo.tar.gz')]);
    expect((await core.first())?.type).toBe('ready');
    expect(await info(core)).toMatchObject({
      ok: true,
      value: { host: 'desktop', open: expect.stringMatching(/^[0-9a-f-]{36}$/u) as unknown },
    });
  });

  test.each([
    ['is no bundle', 'bundle-invalid', () => writeFileSync(join(home, 'case.tar.gz'), Buffer.from([0x1f, 0x8b, 8, 0]))],
    ['is not there', 'file-missing', () => undefined],
  ])('is there all the same where what was named %s, and tells why', async (_, code, make) => {
    make();
    const core = start([join(home, 'case.tar.gz')]);
    expect((await core.first())?.type).toBe('ready');
    expect(await info(core)).toMatchObject({ ok: true, value: { open: null, openProblem: { code } } });
  });

  test('says why it cannot work, and ends', async () => {
    const file = join(home, 'a-file');
    writeFileSync(file, '');
    const core = start([], { PLUMBLINE_HOME: join(file, 'data') });
    expect(await core.first()).toMatchObject({ type: 'failed', problem: { code: 'library' } });
    if (core.process.exitCode === null) await once(core.process, 'exit');
    expect(core.process.exitCode).toBe(1);
  });

  test.each([
    ['is told to stop', (core: ReturnType<typeof start>) => core.send({ type: 'stop' })],
    ['is ended', (core: ReturnType<typeof start>) => core.process.kill('SIGTERM')],
    [
      'is told to stop and ended at once',
      (core: ReturnType<typeof start>) => {
        core.send({ type: 'stop' });
        core.process.kill('SIGTERM');
      },
    ],
    ['loses its parent', (core: ReturnType<typeof start>) => core.process.disconnect()],
  ])('ends within a second when it %s, and leaves nothing', async (_, act) => {
    const core = start([demoFile('demo.tar.gz')]);
    await core.first();
    const gone = once(core.process, 'exit');
    const began = performance.now();
    act(core);
    await gone;
    expect(performance.now() - began).toBeLessThan(1_000);
    expect([core.process.exitCode, existsSync(join(home, 'tmp')) ? readdirSync(join(home, 'tmp')) : []]).toEqual([0, []]);
  });
});
