import { loadGenerated } from './load.ts';
import { generateCluster } from './generate.ts';
import type { TestCluster } from '#test/cluster/cluster';
import { quietControllers, startCluster } from '#test/cluster/start';

/** A real API server that holds so many generated objects. Whoever asks stops it. */
export async function benchCluster(objects: number, say: (line: string) => void): Promise<TestCluster> {
  say(`starting an API server and loading ${String(objects)} objects …`);
  const cluster = await startCluster({ controllers: quietControllers });
  try {
    const loaded = await loadGenerated(cluster, generateCluster({ objects }));
    say(`loaded in ${(loaded.ms / 1000).toFixed(0)} s`);
    return cluster;
  } catch (error) {
    await cluster.stop();
    throw error;
  }
}
