import { parseArgs } from 'node:util';
import type { Page } from 'playwright-core';
import { openBrowser } from '#test/e2e/browser';
import { serveFixtures } from '#test/e2e/fixture-page';

/**
 * Panning and zooming a drawing of 300 nodes and 1,200 edges: the times between frames and the tasks that held the page's
 * thread for long. To be read by a person; it asserts nothing. `node test/bench/graph.ts [--scenario loaded --path …]`.
 */
const { values } = parseArgs({
  options: {
    scenario: { type: 'string', default: 'many' },
    path: { type: 'string', default: '/s/prod-eu-1-20261124/access/reach?from=admin' },
    seconds: { type: 'string', default: '4' },
  },
});

interface Told {
  readonly frames: readonly number[];
  readonly tasks: readonly number[];
}

const watch = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const told = { frames: [] as number[], tasks: [] as number[] };
    Object.assign(globalThis, { told });
    let last = performance.now();
    const frame = (now: number): void => {
      told.frames.push(now - last);
      last = now;
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
    new PerformanceObserver(list => told.tasks.push(...list.getEntries().map(({ duration }) => duration))).observe({
      type: 'longtask',
    });
  });

const taken = (page: Page): Promise<Told> =>
  page.evaluate(() => {
    const { told } = globalThis as unknown as { told: { frames: number[]; tasks: number[] } };
    const copy = { frames: [...told.frames], tasks: [...told.tasks] };
    told.frames.length = 0;
    told.tasks.length = 0;
    return copy;
  });

const at = (sorted: readonly number[], part: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;

const line = (what: string, { frames, tasks }: Told): string => {
  const sorted = [...frames].sort((a, b) => a - b);
  const long = tasks.filter(ms => ms > 100);
  return [
    what.padEnd(12),
    `${String(frames.length).padStart(5)} frames`,
    `median ${at(sorted, 0.5).toFixed(1)} ms`,
    `p95 ${at(sorted, 0.95).toFixed(1)} ms`,
    `worst ${at(sorted, 1).toFixed(1)} ms`,
    `tasks over 50 ms: ${tasks.length}`,
    `over 100 ms: ${long.length}${long.length === 0 ? '' : ` (worst ${Math.max(...long).toFixed(0)} ms)`}`,
  ].join('   ');
};

const fixtures = await serveFixtures();
const browser = await openBrowser({ colorScheme: 'dark' });
try {
  const page = await browser.context.newPage();
  await page.goto(`${fixtures.origin}/clusters`);
  await page.evaluate(name => sessionStorage.setItem('plumbline.scenario', name), values.scenario);
  await page.goto(`${fixtures.origin}${values.path}`);
  const started = performance.now();
  await page.locator('.graph-pixels[data-drawn]').waitFor({ timeout: 60_000 });
  const drawn = await page.locator('.graph-pixels').getAttribute('data-drawn');
  process.stdout.write(`drawn ${String(drawn)} nodes after ${((performance.now() - started) / 1000).toFixed(1)} s\n`);
  process.stdout.write(
    `renderer: ${await page.evaluate(() => {
      const gl = document.createElement('canvas').getContext('webgl');
      const info = gl?.getExtension('WEBGL_debug_renderer_info');
      return gl === null || info === null || info === undefined
        ? 'no WebGL'
        : String(gl.getParameter(info.UNMASKED_RENDERER_WEBGL));
    })}\n`,
  );
  await page.waitForTimeout(1500);
  const box = await page.locator('.graph-pixels').boundingBox();
  const [x, y] = [(box?.x ?? 0) + (box?.width ?? 0) / 2, (box?.y ?? 0) + (box?.height ?? 0) - 60];
  const ms = Number(values.seconds) * 1000;
  await watch(page);
  await page.waitForTimeout(1000);
  process.stdout.write(`${line('at rest', await taken(page))}\n`);

  await page.mouse.move(x, y);
  await page.mouse.down();
  const until = performance.now() + ms;
  for (let step = 0; performance.now() < until; step += 1)
    await page.mouse.move(x + 220 * Math.sin(step / 9), y - 160 + 160 * Math.cos(step / 13));
  await page.mouse.up();
  process.stdout.write(`${line('panning', await taken(page))}\n`);
  await page.waitForTimeout(1200);
  process.stdout.write(`${line('after it', await taken(page))}\n`);

  const zoomUntil = performance.now() + ms;
  for (let step = 0; performance.now() < zoomUntil; step += 1) {
    await page.mouse.wheel(0, Math.sin(step / 12) * 60);
    await page.waitForTimeout(8);
  }
  process.stdout.write(`${line('zooming', await taken(page))}\n`);
  await page.waitForTimeout(1200);
  process.stdout.write(`${line('after it', await taken(page))}\n`);
} finally {
  await browser.close();
  fixtures.close();
}
