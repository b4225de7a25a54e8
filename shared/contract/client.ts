import type { CoreEvent } from './events.ts';
import type { Input, MethodName, Output } from './methods.ts';
import type { Problem } from './problem.ts';
import type { Result } from './result.ts';

/**
 * What every carrier gives, whichever way it goes: direct, IPC, HTTP. A call never rejects: faults of the carrier are
 * problems too (`core-gone`, `input-invalid`, `unknown-call`, `cancelled`).
 */
export interface Client {
  call<N extends MethodName>(name: N, input: Input<N>, signal?: AbortSignal): Promise<Result<Output<N>, Problem>>;
  /** Returns the unsubscribe. */
  subscribe(listener: (event: CoreEvent) => void): () => void;
}

/** `window.plumbline` in the desktop app: exactly these, frozen. `call` answers as JSON text would: plain data. */
export interface Bridge {
  call(name: string, input: unknown, callId: string): Promise<unknown>;
  subscribe(listener: (event: unknown) => void): () => void;
}
