import { layOut, type LayoutAsk } from './layout.ts';

/** Layouts off the page's thread: one ask, one answer, by number. */
interface Asked {
  readonly number: number;
  readonly ask: LayoutAsk;
}

interface WorkerScope {
  addEventListener(type: 'message', listener: (event: { readonly data: Asked }) => void): void;
  postMessage(message: unknown): void;
}

const scope = globalThis as unknown as WorkerScope;

scope.addEventListener('message', ({ data: { number, ask } }) => {
  try {
    scope.postMessage({ number, scene: layOut(ask) });
  } catch (error) {
    scope.postMessage({ number, failed: String(error) });
  }
});
