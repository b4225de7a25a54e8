// What the ratio is measured against: one kept-alive connection, one bare paged GET after another, bodies read whole and
// not parsed. Plain JavaScript and Node's own client, so that nothing is loaded beside it.
// Usage: serial-gets.mjs FILE, where FILE is JSON: { url, ca, cert, key, requests: [{ path, accept }] }
import { readFileSync, writeSync } from 'node:fs';
import { Agent, request } from 'node:https';

/** @typedef {{ url: string, ca: string, cert: string, key: string, requests: { path: string, accept: string }[] }} Plan */

const plan = /** @type {Plan} */ (JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')));
const { ca, cert, key } = plan;
const agent = new Agent({ keepAlive: true, maxSockets: 1, ca, cert, key });

/** @type {(path: string, accept: string) => Promise<string>} */
const get = (path, accept) =>
  new Promise((resolve, reject) => {
    request(new URL(path, plan.url), { agent, headers: { accept } }, response => {
      /** @type {Buffer[]} */
      const chunks = [];
      response.on('data', chunk => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        if (response.statusCode === 200) resolve(Buffer.concat(chunks).toString('utf8'));
        else reject(new Error(`${path}: ${String(response.statusCode)}`));
      });
    })
      .on('error', reject)
      .end();
  });

/** The token stands in the list's metadata, at the start of built-in lists and at the end of custom ones. */
const tokenOf = text =>
  /"continue":"([^"]+)"/.exec(text.slice(0, 2000))?.[1] ?? /"continue":"([^"]+)"/.exec(text.slice(-2000))?.[1];

let bytes = 0;
let pages = 0;
for (const { path, accept } of plan.requests) {
  for (let token = ''; token !== undefined;) {
    const text = await get(`${path}${token === '' ? '' : `&continue=${encodeURIComponent(token)}`}`, accept);
    bytes += text.length;
    pages += 1;
    token = tokenOf(text);
  }
}
agent.destroy();
writeSync(1, `${JSON.stringify({ bytes, pages })}\n`);
