import type { PodTemplate } from '#contract/rule';
import { isJsonObject } from '#contract/json';
import { field, listAt, textAt } from '#kube/json-fields';
import { at } from '#kube/pointer';
import type { Reached } from '../edge.ts';
import { because, blocked, seen, uncertain } from '../reached.ts';
import type { Workload, World } from '../world.ts';

/** The audience that the API server takes for its own where no other was set. */
const ownAudience = /^(?:|(?:https:\/\/)?kubernetes\.default\.svc(?:\.cluster\.local)?)$/;

const apiServerAudience = (source: unknown): boolean =>
  isJsonObject(field(source, 'serviceAccountToken')) && ownAudience.test(textAt(source, 'serviceAccountToken', 'audience') ?? '');

/** Pointer of a volume that projects a token for the API server; undefined where there is none. */
const projectedToken = ({ podSpec, podSpecPath }: Pick<Workload, 'podSpec' | 'podSpecPath'>): string | undefined => {
  const volumes = listAt(podSpec, 'volumes');
  for (const [index, volume] of volumes.entries()) {
    const source = listAt(volume, 'projected', 'sources').findIndex(apiServerAudience);
    if (source >= 0) return at(podSpecPath, 'volumes', index, 'projected', 'sources', source, 'serviceAccountToken');
  }
  return undefined;
};

/**
 * Whether a workload's pods carry a token of their account. The pod's own field wins over the account's; absent in both, it is
 * mounted. A token that the pod projects itself is there whatever they say.
 */
export const tokenMounted = (world: World, workload: Workload): Reached => {
  const own = projectedToken(workload);
  if (own !== undefined)
    return because(seen(world, workload.object, own, 'A token for the API server is projected into the pod.'));
  const asked = field(workload.podSpec, 'automountServiceAccountToken');
  const path = at(workload.podSpecPath, 'automountServiceAccountToken');
  if (asked === true) return because(seen(world, workload.object, path, 'The pod asks for its account’s token.'));
  if (asked === false)
    return blocked({ mitigation: 'automount-off', what: 'The pod mounts no token of its account.', object: workload.key });
  const account = world.get('serviceaccounts', workload.namespace, workload.serviceAccount);
  if (account === undefined) {
    const needs = world.missing('serviceaccounts', workload.namespace);
    if (needs.length > 0) return uncertain(needs);
  } else if (field(account, 'automountServiceAccountToken') === false) {
    const what = `Pods of ${workload.namespace}/${workload.serviceAccount} mount no token, as the account says.`;
    return blocked({ mitigation: 'automount-off', what, object: world.keyOf(account) });
  }
  return because(seen(world, workload.object, path, 'Nothing keeps the account’s token out of the pod.'));
};

/** As `tokenMounted` asks, of a template alone. */
export const projectsToken = (pod: PodTemplate): boolean =>
  projectedToken({ podSpec: pod.spec, podSpecPath: at(pod.path, 'spec') }) !== undefined;
