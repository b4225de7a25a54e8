import type { LayoutAsk } from './layout.ts';
import type { Scene } from './scene.ts';

type Answer = { readonly number: number } & ({ readonly scene: Scene } | { readonly failed: string });

interface Waiting {
  readonly done: (scene: Scene) => void;
  readonly fail: (error: Error) => void;
}

let worker: Worker | null = null;
let asked = 0;
const waiting = new Map<number, Waiting>();

const started = (): Worker => {
  if (worker !== null) return worker;
  const made = new Worker(new URL('./layout-worker.ts', import.meta.url), { type: 'module' });
  made.addEventListener('message', ({ data }: MessageEvent<Answer>) => {
    const one = waiting.get(data.number);
    waiting.delete(data.number);
    if ('scene' in data) one?.done(data.scene);
    else one?.fail(new Error(data.failed));
  });
  made.addEventListener('error', event => {
    worker = null;
    for (const one of waiting.values()) one.fail(new Error(event.message));
    waiting.clear();
  });
  worker = made;
  return made;
};

/** The layout of a drawing, made in a worker that is started with the first one. */
export const askLayout = async (ask: LayoutAsk): Promise<Scene> => {
  // jsdom has no workers: component tests lay out where they are.
  if (typeof Worker === 'undefined') {
    const { layOut } = await import('./layout.ts');
    return layOut(ask);
  }
  asked += 1;
  const number = asked;
  return new Promise((done, fail) => {
    waiting.set(number, { done, fail });
    started().postMessage({ number, ask });
  });
};
