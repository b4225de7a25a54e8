import type { Pointer } from '#contract/rule';
import { isJsonObject } from '#contract/json';
import { field, listAt, textAt } from '#kube/json-fields';
import { at } from '#kube/pointer';
import type { Reached } from '../edge.ts';
import { tokenMounted } from '../mitigations/automount.ts';
import { because, blocked, seen } from '../reached.ts';
import type { Workload, World } from '../world.ts';
import { containersIn, isStatic } from './containers-of.ts';

/** A token that a volume projects, and that a container mounts. */
export interface ProjectedToken {
  /** '' : the API server's own. */
  readonly audience: string;
  readonly path: Pointer;
}

const usualPlace = '/var/run/secrets/kubernetes.io/serviceaccount';

const mountsOf = (workload: Workload): readonly unknown[] =>
  containersIn(workload).flatMap(({ value }) => listAt(value, 'volumeMounts'));

export const mountedVolumes = (workload: Workload): ReadonlySet<string> =>
  new Set(mountsOf(workload).flatMap(mount => textAt(mount, 'name') ?? []));

const noTokens: readonly ProjectedToken[] = [];

export const projectedTokens = (workload: Workload): readonly ProjectedToken[] => {
  if (!listAt(workload.podSpec, 'volumes').some(volume => field(volume, 'projected') !== undefined)) return noTokens;
  const mounted = mountedVolumes(workload);
  return listAt(workload.podSpec, 'volumes').flatMap((volume, index) =>
    mounted.has(textAt(volume, 'name') ?? '')
      ? listAt(volume, 'projected', 'sources').flatMap((source, place): ProjectedToken[] =>
          isJsonObject(field(source, 'serviceAccountToken'))
            ? [
                {
                  audience: textAt(source, 'serviceAccountToken', 'audience') ?? '',
                  path: at(workload.podSpecPath, 'volumes', index, 'projected', 'sources', place, 'serviceAccountToken'),
                },
              ]
            : [],
        )
      : [],
  );
};

/** The audience that the API server takes for its own where no other was set. */
const isForApiServer = (audience: string): boolean =>
  /^(?:(?:https:\/\/)?kubernetes\.default\.svc(?:\.cluster\.local)?)?$/.test(audience);

/** Tokens for somebody else than the API server: they log in there, and not here. */
export const tokensForOthers = (workload: Workload): readonly ProjectedToken[] =>
  projectedTokens(workload).filter(({ audience }) => !isForApiServer(audience));

/** As the API server keeps it, with the volume that admission added, if it added one. */
const isLivePod = ({ object }: Workload): boolean => object.kind === 'Pod' && object.metadata.uid !== undefined;

const make = (world: World, workload: Workload): Reached | undefined => {
  if (isStatic(workload)) return undefined;
  const own = projectedTokens(workload).find(({ audience }) => isForApiServer(audience));
  if (own !== undefined) return because(seen(world, workload.object, own.path, 'The pod mounts a token of its account.'));
  if (!isLivePod(workload)) return tokenMounted(world, workload);
  if (mountsOf(workload).some(mount => textAt(mount, 'mountPath') === usualPlace))
    return because(seen(world, workload.object, workload.podSpecPath, 'The pod mounts a token of its account.'));
  return blocked({ mitigation: 'automount-off', what: 'The pod runs without a token of its account.', object: workload.key });
};

// Several edges ask about each workload; what the account says may change, the workload being the same.
const known = new WeakMap<Workload, { readonly accounts: readonly unknown[]; readonly token: Reached | undefined }>();

/**
 * Whether the pods carry a token of their account for the API server: open with what shows it, or blocked by what keeps it out.
 * Undefined for static pods, which have no account. Of a pod that runs, its volumes tell; of a template, its fields.
 */
export const tokenOf = (world: World, workload: Workload): Reached | undefined => {
  const accounts = world.list('serviceaccounts');
  const found = known.get(workload);
  if (found?.accounts === accounts) return found.token;
  const token = make(world, workload);
  known.set(workload, { accounts, token });
  return token;
};
