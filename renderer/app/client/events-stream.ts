import { CoreEvent } from '#contract/events';

const parse = (line: string): CoreEvent | null => {
  try {
    const parsed = CoreEvent.safeParse(JSON.parse(line) as unknown);
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
};

const longest = 4 * 1024 * 1024;

/** Newline-delimited JSON, as it comes: a line may be split over chunks. */
export const readEvents = async (body: ReadableStream<Uint8Array>, listener: (event: CoreEvent) => void): Promise<void> => {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const lines = (rest + decoder.decode(value, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > longest) rest = '';
    for (const line of lines) {
      const event = line.trim() === '' ? null : parse(line);
      if (event !== null) listener(event);
    }
  }
};

const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise(resolve => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true });
  });

/** Keeps the stream open: after a break it is opened anew, at first soon, then every 15 s. `onLogin` ends it: the token is gone. */
export const followEvents = async (
  token: string,
  listener: (event: CoreEvent) => void,
  signal: AbortSignal,
  onLogin: () => void,
): Promise<void> => {
  let wait = 500;
  while (!signal.aborted) {
    try {
      const response = await fetch('/events', { headers: { authorization: `Bearer ${token}` }, signal });
      if (response.status === 401) return onLogin();
      if (response.ok && response.body !== null) {
        wait = 500;
        await readEvents(response.body, listener);
      }
    } catch {
      // The stream broke: it is opened anew below.
    }
    if (!signal.aborted) await pause(wait, signal);
    wait = Math.min(wait * 2, 15_000);
  }
};
