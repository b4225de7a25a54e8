import { randomBytes } from 'node:crypto';
import { readFile, realpath, stat } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';
import { documentHeaders } from './csp.ts';

export interface Asset {
  readonly status: 200 | 404;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** Exactly what the build makes; any other file is not ours to serve. */
const types: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.json': 'application/json; charset=utf-8',
};

const notFound: Asset = {
  status: 404,
  headers: { 'content-type': 'text/plain; charset=utf-8', 'x-content-type-options': 'nosniff' },
  body: Buffer.from('Not found\n'),
};

/** The path decoded; undefined for what no page of ours asks for: `..`, encoded slashes, backslashes, NUL, broken escapes. */
const decode = (path: string): string | undefined => {
  if (/%2f|%5c|%00/iu.test(path)) return undefined;
  try {
    const decoded = decodeURIComponent(path);
    return /[\0\\]/u.test(decoded) || decoded.split('/').includes('..') ? undefined : decoded;
  } catch {
    return undefined;
  }
};

/** The file inside `root`, or undefined: a link that leads out is refused too. */
const fileIn = async (root: string, decoded: string): Promise<string | undefined> => {
  try {
    const home = await realpath(root);
    const file = await realpath(join(home, decoded));
    const inside = relative(home, file);
    if (inside === '' || inside === '..' || inside.startsWith(`..${sep}`) || !(await stat(file)).isFile()) return undefined;
    return file;
  } catch {
    return undefined;
  }
};

const documentOf = async (root: string): Promise<Asset> => {
  const nonce = randomBytes(18).toString('base64');
  const page = await readFile(join(root, 'index.html'), 'utf8');
  return {
    status: 200,
    headers: { ...documentHeaders(nonce), 'content-type': 'text/html; charset=utf-8' },
    body: Buffer.from(page.replaceAll('{{nonce}}', nonce)),
  };
};

/** A page's route has no extension: the document answers it, and the renderer reads the path. */
const isRoute = (path: string): boolean => extname(path) === '' || path.startsWith('/s/') || path === '/index.html';

/** The renderer's files, for both hosts: the `app://` handler and the loopback server. */
export const assetAt = async (root: string, path: string): Promise<Asset> => {
  const decoded = decode(path);
  if (decoded === undefined) return notFound;
  const file = await fileIn(root, decoded);
  if (file !== undefined && !file.endsWith('index.html')) {
    const type = types[extname(file)];
    if (type === undefined) return notFound;
    return {
      status: 200,
      headers: {
        'content-type': type,
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cross-origin-resource-policy': 'same-origin',
        // The names under assets/ carry their content's hash.
        'cache-control': path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
      },
      body: await readFile(file),
    };
  }
  return isRoute(decoded) ? documentOf(root) : notFound;
};
