/** The bundles of dist/node in a folder of the test's own: the worker, the core's process and the command line as they ship. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleNodeInto } from '#build/bundle-node';

export interface BuiltNode {
  /** Holds `node/` with the bundles, and whatever the test puts beside it. */
  readonly folder: string;
  readonly file: (name: string) => string;
  readonly remove: () => void;
}

export async function buildNode(): Promise<BuiltNode> {
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-hosts-'));
  await bundleNodeInto(join(folder, 'node'));
  return { folder, file: name => join(folder, 'node', name), remove: () => rmSync(folder, { recursive: true, force: true }) };
}
