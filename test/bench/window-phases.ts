import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { cpuOf, memoryOf, sumOf } from './process-costs.ts';
import type { Started } from './window-hosts.ts';

const probe = await readFile(join(import.meta.dirname, 'window-probe.mjs'), 'utf8');

export interface Opening {
  readonly ms: number;
  readonly coreCpu: number;
  readonly pageCpu: number;
}

const ready = (started: Started): Promise<void> => started.page.locator('html[data-state=ready]').waitFor({ timeout: 60_000 });

/** From the list of snapshots, as a person does: a click on its row's link, until its findings are on screen. */
export const openSnapshot = async (started: Started, snapshot: string): Promise<Opening> => {
  const { page } = started;
  await page.evaluate("history.pushState({}, '', '/snapshots')");
  await page.locator(`a[href*="${snapshot}"]`).first().waitFor();
  await ready(started);
  await page.evaluate(probe);
  await wait(500);
  const before = { core: cpuOf(started.core()), page: cpuOf(started.renderer()) };
  const opened = await page.evaluate<{ readonly ms: number | null; readonly clicked: boolean }>(
    `bench.open(${JSON.stringify(`/s/${snapshot}/findings`)})`,
  );
  if (opened.ms === null || !opened.clicked) throw new Error(`The findings did not come: ${JSON.stringify(opened)}`);
  return {
    ms: opened.ms,
    coreCpu: cpuOf(started.core()) - before.core,
    pageCpu: cpuOf(started.renderer()) - before.page,
  };
};

const typedTexts = [
  'gateway-12',
  'ns:tenant-31',
  'worker-3 seccomp',
  'billing-20',
  'mailer root',
  'cache-14',
  'search-3 web',
  'kind:role',
];

export interface Typing {
  readonly ms: readonly number[];
  /** Keys after which the counts were what they had been: there is nothing whose painting could be timed. */
  readonly unchanged: number;
  /** Of one key, ms. */
  readonly coreCpu: number;
  readonly pageCpu: number;
}

/** Letters of several filters, and each taken back: from the key to the frame with the new count. */
export const typeFilters = async (started: Started): Promise<Typing> => {
  const { page } = started;
  await page.keyboard.press('/');
  const before = { core: cpuOf(started.core()), page: cpuOf(started.renderer()) };
  const times: number[] = [];
  let keys = 0;
  const press = async (key: string): Promise<void> => {
    keys += 1;
    await page.evaluate('bench.listen(400)');
    await page.keyboard.press(key);
    const ms = await page.evaluate<number | null>('bench.typed()');
    if (ms !== null) times.push(ms);
    await wait(40);
  };
  for (const text of typedTexts) {
    for (const letter of text) await press(letter === ' ' ? 'Space' : letter);
    for (let left = text.length; left > 0; left -= 1) await press('Backspace');
  }
  await page.keyboard.press('Escape');
  return {
    ms: times,
    unchanged: keys - times.length,
    coreCpu: (cpuOf(started.core()) - before.core) / keys,
    pageCpu: (cpuOf(started.renderer()) - before.page) / keys,
  };
};

export interface Scrolling {
  readonly longestFrame: number;
  readonly over50: number;
  readonly frames: number;
  /** Blocks of the page's thread over 50 ms, as Chromium tells them. */
  readonly longTasks: number;
  readonly longestTask: number;
  /** Frames in which a line stood empty, since it was not there yet. */
  readonly waiting: number;
  readonly lines: number;
  readonly reachedEnd: boolean;
}

const scrollMs = 10_000;

/** Wheel events for ten seconds, from the top to the end of the list. */
export const scrollThrough = async ({ page }: Started): Promise<Scrolling> => {
  const box = await page.locator('.finding-list').boundingBox();
  if (box === null) throw new Error('no list');
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  const height = await page.evaluate<number>('bench.height()');
  const lines = Number((await page.evaluate<string>('bench.count()')).split(' ').at(-1));
  await page.evaluate('bench.frames()');
  const began = performance.now();
  let sent = 0;
  for (let past = 0; past < scrollMs; past = performance.now() - began) {
    const due = Math.ceil((height * 1.01 * Math.min(1, (past + 50) / (scrollMs - 300)) - sent) / 10) * 10;
    if (due > 0) await page.mouse.wheel(0, due);
    sent += Math.max(0, due);
    await wait(8);
  }
  await wait(300);
  const seen = await page.evaluate<{
    readonly deltas: readonly number[];
    readonly tasks: readonly number[];
    readonly blank: number;
    readonly top: number;
    readonly height: number;
  }>('bench.stop()');
  return {
    longestFrame: Math.max(...seen.deltas),
    over50: seen.deltas.filter(delta => delta > 50).length,
    frames: seen.deltas.length,
    longTasks: seen.tasks.length,
    longestTask: Math.max(0, ...seen.tasks),
    waiting: seen.blank,
    lines,
    reachedEnd: seen.top >= seen.height - 200,
  };
};

export interface PageMemory {
  readonly pss: number;
  readonly rss: number;
  readonly heap: number;
}

export const pageMemory = async (started: Started): Promise<PageMemory> => ({
  ...memoryOf(started.renderer()),
  heap: await heapOf(started),
});

const heapOf = async ({ cdp }: Started): Promise<number> => {
  await cdp.send('HeapProfiler.enable');
  await cdp.send('HeapProfiler.collectGarbage');
  const { usedSize } = await cdp.send('Runtime.getHeapUsage');
  return usedSize / 1024 / 1024;
};

export interface Block {
  readonly ms: number;
  /** Processor time of main within it: a busy machine lets a process wait that has nothing to do. */
  readonly cpu: number;
}

/** Watches main's loop from now on; what it gives ends that and tells the longest block. Desktop alone. */
export const watchMain = async ({ app }: Started): Promise<(() => Promise<Block>) | undefined> => {
  if (app === undefined) return undefined;
  await app.evaluate(() => {
    const used = (): number => {
      const { user, system } = process.cpuUsage();
      return (user + system) / 1000;
    };
    const seen = { longest: { ms: 0, cpu: 0 }, end: (): void => undefined };
    let last = { at: performance.now(), used: used() };
    // As long as a turn takes beyond the wait that was asked for.
    const timer = setInterval(() => {
      const now = { at: performance.now(), used: used() };
      const ms = now.at - last.at - 5;
      if (ms > seen.longest.ms) seen.longest = { ms, cpu: now.used - last.used };
      last = now;
    }, 5);
    seen.end = () => clearInterval(timer);
    (globalThis as { benchLoop?: typeof seen }).benchLoop = seen;
  });
  return () =>
    app.evaluate(() => {
      const { benchLoop } = globalThis as unknown as { benchLoop: { longest: Block; end: () => void } };
      benchLoop.end();
      return benchLoop.longest;
    });
};

export interface Message {
  readonly name: string;
  readonly bytes: number;
}

/** Weighs every call and answer between page and main from now on (which itself blocks main: never while that is measured). */
export const weighMessages = async ({ app }: Started): Promise<(() => Promise<Message>) | undefined> => {
  if (app === undefined) return undefined;
  await app.evaluate(({ ipcMain }) => {
    type Handler = (event: unknown, ...args: readonly unknown[]) => Promise<unknown>;
    const handlers = (ipcMain as unknown as { readonly _invokeHandlers: Map<string, Handler> })._invokeHandlers;
    const own = handlers.get('call');
    if (own === undefined) throw new Error('There is no handler of calls.');
    const largest = { name: '', bytes: 0 };
    (globalThis as { benchLargest?: typeof largest }).benchLargest = largest;
    const weigh = (name: string, value: unknown): void => {
      const bytes = Buffer.byteLength(JSON.stringify(value) ?? '');
      if (bytes > largest.bytes) Object.assign(largest, { name, bytes });
    };
    handlers.set('call', async (event, ...args) => {
      weigh(`${String(args[0])} (asked)`, args);
      const reply = await own(event, ...args);
      weigh(String(args[0]), reply);
      return reply;
    });
  });
  return () => app.evaluate(() => ({ ...(globalThis as unknown as { benchLargest: Message }).benchLargest }));
};

/** Pages of the snapshot one after the other, so that their calls are weighed. */
export const visitPages = async (started: Started, snapshot: string): Promise<void> => {
  for (const path of ['overview', 'objects', 'coverage', 'findings?group=none', 'findings?group=rule', 'findings?open=*']) {
    await started.page.evaluate(`history.pushState({}, '', ${JSON.stringify(`/s/${snapshot}/${path}`)})`);
    await wait(300);
    await ready(started);
  }
  await started.page.locator('.finding-list .line-finding').first().click();
  await wait(3_000);
};

export interface Idle {
  readonly seconds: number;
  /** Of all processes, before and after, MB. */
  readonly before: number;
  readonly after: number;
  readonly heapBefore: number;
  readonly heapAfter: number;
  /** Of one processor, in percent. */
  readonly cpu: number;
}

export const idle = async (started: Started, seconds: number): Promise<Idle> => {
  const heapBefore = await heapOf(started);
  await wait(5_000);
  const pids = started.all();
  const memory = (): number => sumOf(pids.map(pid => memoryOf(pid).pss));
  const cpu = (): number => sumOf(pids.map(cpuOf));
  const before = { memory: memory(), cpu: cpu(), at: performance.now() };
  await wait(seconds * 1000);
  const used = cpu() - before.cpu;
  const elapsed = performance.now() - before.at;
  const after = memory();
  return {
    seconds: Math.round(elapsed / 1000),
    before: before.memory,
    after,
    heapBefore,
    heapAfter: await heapOf(started),
    cpu: (used / elapsed) * 100,
  };
};
