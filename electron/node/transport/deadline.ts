/** A time limit that also ends when `stop` does. `extend` starts it anew: once for the headers, once for the body. */
export class Deadline {
  readonly #controller = new AbortController();
  readonly #stop: AbortSignal;
  readonly #onStop = (): void => this.#controller.abort();
  #timer: NodeJS.Timeout;
  readonly #milliseconds: number;
  passed = false;

  constructor(milliseconds: number, stop: AbortSignal) {
    this.#milliseconds = milliseconds;
    this.#stop = stop;
    this.#timer = this.#start();
    stop.addEventListener('abort', this.#onStop, { once: true });
    if (stop.aborted) this.#onStop();
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  extend(): void {
    clearTimeout(this.#timer);
    this.#timer = this.#start();
  }

  end(): void {
    clearTimeout(this.#timer);
    this.#stop.removeEventListener('abort', this.#onStop);
  }

  #start(): NodeJS.Timeout {
    return setTimeout(() => {
      this.passed = true;
      this.#controller.abort();
    }, this.#milliseconds);
  }
}
