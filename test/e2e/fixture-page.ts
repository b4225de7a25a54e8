import { existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'vite';
import { root } from '#build/paths';
import { assetAt } from '#electron/static/assets';

export interface FixturePage {
  readonly origin: string;
  close(): void;
}

/** The renderer with fixtures in place of a core (`renderer/dev`), built and served under the policy of the release. */
export const serveFixtures = async (): Promise<FixturePage> => {
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-fixtures-'));
  await build({
    root: join(root, 'renderer'),
    configFile: join(root, 'vite.config.ts'),
    logLevel: 'error',
    build: { outDir: folder, emptyOutDir: true, rollupOptions: { input: join(root, 'renderer', 'dev', 'index.html') } },
  });
  const built = join(folder, 'dev', 'index.html');
  if (existsSync(built)) renameSync(built, join(folder, 'index.html'));
  const server = createServer((request, response) => {
    void assetAt(folder, new URL(request.url ?? '/', 'http://127.0.0.1').pathname).then(asset => {
      response.writeHead(asset.status, asset.headers).end(asset.body);
    });
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    close: () => {
      server.close();
      server.closeAllConnections();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
