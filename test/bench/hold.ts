/** `node test/bench/hold.ts [objects]`: a loaded cluster until Ctrl-C, for profiling a scan of it by hand. */
import { benchCluster } from './bench-cluster.ts';

const say = (line: string): void => void process.stderr.write(`${line}\n`);
const cluster = await benchCluster(Number(process.argv[2] ?? 11_000), say);
process.stdout.write(`${JSON.stringify({ dir: cluster.dir, kubeconfig: await cluster.writeKubeconfig('admin') })}\n`);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void cluster.stop().then(() => process.exit(0)));
setInterval(() => undefined, 1_000_000);
