import type { CaptureOptions } from '#contract/capture';
import { captureDefaults } from '#contract/capture';
import type { KubeConnection, Ports } from '#core/ports';
import type { Discovered } from './discovery.ts';
import { discover } from './discovery.ts';
import type { ClusterIdentity } from './identity.ts';
import { askIdentity } from './identity.ts';
import type { Pause } from './pause.ts';
import type { Requester } from './requester.ts';
import { createRequester } from './requester.ts';

/** A capture whose first questions are under way. */
export interface Begun {
  /** When, by the clock's `elapsed`. */
  readonly at: number;
  readonly requester: Requester;
  readonly discovered: Promise<Discovered>;
  readonly identity: Promise<ClusterIdentity>;
}

/**
 * Asks what every capture asks first, so that a host may load what it needs for the answers meanwhile. Neither promise
 * rejects.
 */
export const beginCapture = (
  kube: KubeConnection,
  options: CaptureOptions,
  { ports, pause }: { readonly ports: Ports; readonly pause?: Pause | undefined },
  signal: AbortSignal,
): Begun => {
  const requester = createRequester(
    kube,
    {
      concurrency: captureDefaults.concurrency,
      retries: captureDefaults.retries,
      requestBudget: options.requestBudget ?? captureDefaults.requestBudget,
      requestTimeout: options.requestTimeout ?? captureDefaults.requestTimeout,
      pause,
    },
    ports,
    signal,
  );
  return { at: ports.clock.elapsed(), requester, discovered: discover(requester), identity: askIdentity(requester) };
};
