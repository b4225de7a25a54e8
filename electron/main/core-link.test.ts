import { describe, expect, test } from 'vitest';
import type { CoreProcess, ToCore } from '#contract/core-messages';
import { problem } from '#contract/problem';
import { linkCore } from './core-link.ts';

/** A core's process as a script: what it was sent, and ways to make it speak and die. */
const scripted = () => {
  const started: {
    readonly args: readonly string[];
    readonly sent: ToCore[];
    say(message: unknown): void;
    die(code: number): void;
  }[] = [];
  const start = (args: readonly string[]): CoreProcess => {
    let say: (message: unknown) => void = () => undefined;
    let die: (code: number | null) => void = () => undefined;
    const sent: ToCore[] = [];
    started.push({ args, sent, say: message => say(message), die: code => die(code) });
    return {
      post: message => sent.push(message),
      onMessage: listener => {
        say = listener;
      },
      onExit: listener => {
        die = listener;
      },
      kill: () => undefined,
    };
  };
  return { start, started, last: () => started.at(-1) };
};

const link = (script: ReturnType<typeof scripted>, now = () => 0) => {
  const events: string[] = [];
  const givenUp: unknown[] = [];
  const core = linkCore({
    start: script.start,
    args: ['case.tar.gz'],
    onEvent: event => events.push(event.type),
    onGivenUp: found => givenUp.push(found),
    now,
  });
  return { core, events, givenUp };
};

describe('the link to the core’s process', () => {
  test('asks nothing before it is ready, then in order', async () => {
    const script = scripted();
    const { core } = link(script);
    const answers = [core.call('a', 1, 'x'), core.call('b', 2, 'y')];
    expect(script.last()?.sent).toEqual([]);
    script.last()?.say({ type: 'ready' });
    expect(script.last()?.sent.map(message => message.type === 'call' && message.name)).toEqual(['a', 'b']);
    script.last()?.say({ type: 'reply', id: 'y', result: 2 });
    script.last()?.say({ type: 'reply', id: 'x', result: 1 });
    expect(await Promise.all(answers)).toEqual([1, 2]);
  });

  test('a crash answers what was open, tells it, and the next call finds a new process', async () => {
    const script = scripted();
    const { core, events } = link(script);
    script.last()?.say({ type: 'ready' });
    const open = core.call('a', 1, 'x');
    script.last()?.die(7);
    expect(await open).toMatchObject({ ok: false, error: { code: 'core-gone', why: 'Its process ended with code 7.' } });
    expect(events).toEqual(['core.restarted']);
    const next = core.call('a', 1, 'z');
    script.last()?.say({ type: 'ready' });
    script.last()?.say({ type: 'reply', id: 'z', result: 'again' });
    expect([script.started.length, await next]).toEqual([2, 'again']);
  });

  test('gives up after five starts within a minute, and says so', async () => {
    const script = scripted();
    const { core, events, givenUp } = link(script);
    for (let crash = 0; crash < 5; crash += 1) script.last()?.die(1);
    expect([script.started.length, givenUp]).toEqual([5, [undefined]]);
    expect(events.length).toBe(4);
    expect(await core.call('a', 1, 'x')).toMatchObject({ ok: false, error: { code: 'core-gone' } });
  });

  test('starts anew without end where crashes are far apart', () => {
    const script = scripted();
    let at = 0;
    const { givenUp } = link(script, () => at);
    for (let crash = 0; crash < 20; crash += 1) {
      at += 20_000;
      script.last()?.die(1);
    }
    expect([script.started.length, givenUp.length]).toEqual([21, 0]);
  });

  test('opens what was named once: a core that was ready comes back without it', () => {
    const script = scripted();
    link(script);
    script.last()?.die(1);
    script.last()?.say({ type: 'ready' });
    script.last()?.die(1);
    expect(script.started.map(({ args }) => args)).toEqual([['case.tar.gz'], ['case.tar.gz'], []]);
  });

  test('what a further start names waits for a core that is ready', () => {
    const script = scripted();
    const { core } = link(script);
    core.open(['/b.tar.gz']);
    expect(script.last()?.sent).toEqual([]);
    script.last()?.say({ type: 'ready' });
    expect(script.last()?.sent).toEqual([{ type: 'open', args: ['/b.tar.gz'] }]);
  });

  test('a core that says that it cannot work is believed, and not started again', async () => {
    const script = scripted();
    const { core, events, givenUp } = link(script);
    const open = core.call('a', 1, 'x');
    const found = problem('library', { what: 'The data folder cannot be made.', why: 'EACCES' });
    script.last()?.say({ type: 'failed', problem: found });
    script.last()?.die(1);
    expect([script.started.length, givenUp, events]).toEqual([1, [found], []]);
    expect(await open).toMatchObject({ ok: false, error: { code: 'core-gone' } });
  });

  test('what is no message of the contract is not believed', async () => {
    const script = scripted();
    const { core, events } = link(script);
    script.last()?.say({ type: 'ready' });
    const open = core.call('a', 1, 'x');
    script.last()?.say({ type: 'event', event: { type: 'anything' } });
    script.last()?.say('reply');
    script.last()?.say({ type: 'reply', id: 'x', result: 'right' });
    expect([await open, events]).toEqual(['right', []]);
  });
});
