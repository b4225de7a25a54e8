/** Takes exact counts of bytes off a stream of chunks. */
export class ByteSource {
  readonly #chunks: AsyncIterator<Uint8Array>;
  #current: Uint8Array = new Uint8Array(0);
  #at = 0;

  constructor(chunks: AsyncIterable<Uint8Array>) {
    this.#chunks = chunks[Symbol.asyncIterator]();
  }

  /** The next `count` bytes, fewer where the stream ends before. Valid until the next call. */
  async take(count: number): Promise<Uint8Array> {
    if (this.#current.length - this.#at >= count) return this.#slice(count);
    const parts: Uint8Array[] = [];
    let missing = count;
    while (missing > 0) {
      if (this.#at === this.#current.length && !(await this.#refill())) break;
      const part = this.#slice(Math.min(missing, this.#current.length - this.#at));
      parts.push(part);
      missing -= part.length;
    }
    const whole = new Uint8Array(count - missing);
    let at = 0;
    for (const part of parts) {
      whole.set(part, at);
      at += part.length;
    }
    return whole;
  }

  /** Runs the stream to its end, so that whatever is wrong with its last bytes comes out. */
  async drain(): Promise<void> {
    while (await this.#refill());
  }

  #slice(count: number): Uint8Array {
    const part = this.#current.subarray(this.#at, this.#at + count);
    this.#at += count;
    return part;
  }

  async #refill(): Promise<boolean> {
    for (;;) {
      const next = await this.#chunks.next();
      if (next.done === true) return false;
      if (next.value.length === 0) continue;
      this.#current = next.value;
      this.#at = 0;
      return true;
    }
  }
}
