import { bundleNode } from './bundle-node.ts';
import { bundleRenderer } from './bundle-renderer.ts';

await bundleNode({ electron: true });
await bundleRenderer();
