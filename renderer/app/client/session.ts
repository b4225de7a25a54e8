import type { Problem } from '#contract/problem';
import { fail, ok, type Result } from '#contract/result';
import { problem } from '#contract/problem';

const key = 'plumbline.token';

export const storedToken = (): string | null => sessionStorage.getItem(key);

export const forgetToken = (): void => sessionStorage.removeItem(key);

/** The one-time code of the address, taken out of it at once: it stays in no history. */
export const takeCode = (): string | null => {
  const code = new URLSearchParams(location.hash.slice(1)).get('code');
  if (code !== null) history.replaceState(history.state, '', location.pathname + location.search);
  return code;
};

const refused = (detail: string): Result<never, Problem> =>
  fail(
    problem('unauthorized', {
      what: 'This code was not accepted.',
      why: 'A code works once and for a short time.',
      todo: 'Take a fresh one from the terminal where `plumbline serve` runs.',
      detail,
    }),
  );

const tokenOf = (body: unknown): string | null =>
  typeof body === 'object' && body !== null && 'token' in body && typeof body.token === 'string' ? body.token : null;

/** Exchanges a one-time code for the bearer token of this tab. */
export const login = async (code: string): Promise<Result<string, Problem>> => {
  try {
    const response = await fetch('/session', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ code }),
    });
    if (!response.ok) return refused(`HTTP ${response.status}`);
    const token = tokenOf(await response.json());
    if (token === null) return refused('The reply holds no token.');
    sessionStorage.setItem(key, token);
    return ok(token);
  } catch (error) {
    return refused(String(error));
  }
};
