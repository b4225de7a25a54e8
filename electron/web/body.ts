import type { IncomingMessage } from 'node:http';

const limit = 1024 * 1024;

/** A request's JSON; undefined where it is none or too long. */
export const jsonBody = async (request: IncomingMessage): Promise<{ readonly value: unknown } | undefined> => {
  if (!(request.headers['content-type'] ?? '').startsWith('application/json')) return undefined;
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    bytes += part.length;
    if (bytes > limit) return undefined;
    parts.push(part);
  }
  try {
    return { value: JSON.parse(Buffer.concat(parts).toString('utf8')) as unknown };
  } catch {
    return undefined;
  }
};
