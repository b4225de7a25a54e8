import type { KubeObject } from '#contract/kube';
import { flagsOf, type Flag } from '#kube/command-flags';
import { controlPlaneContainer } from '#kube/control-plane';
import { podTemplateOf } from '#kube/pod-templates';
import { remembered } from '../remembered.ts';
import type { World } from '../world.ts';

/** Flags of one API server, with its pod. */
export interface ApiServer {
  readonly pod: KubeObject;
  readonly flags: ReadonlyMap<string, Flag>;
}

/** API servers that run as static pods of the cluster; none where the control plane is managed, or was not read. */
export const apiServers: (world: World) => readonly ApiServer[] = remembered(world =>
  world.list('pods', 'kube-system').flatMap(pod => {
    const template = podTemplateOf(pod);
    const container = template === undefined ? undefined : controlPlaneContainer(template, 'kube-apiserver');
    return container === undefined ? [] : [{ pod, flags: flagsOf(container) }];
  }),
);

export type Switch = 'on' | 'off' | 'unknown';

/** What all API servers that are seen agree on. */
export const agreed = (world: World, ask: (flags: ApiServer['flags']) => boolean): Switch => {
  const answers = new Set(apiServers(world).map(({ flags }) => ask(flags)));
  return answers.size === 1 ? (answers.has(true) ? 'on' : 'off') : 'unknown';
};

const listed = (flags: ApiServer['flags'], name: string): readonly string[] =>
  (flags.get(name)?.value ?? '').split(',').map(word => word.trim());

/** The authorizer that holds kubelets to what their own node needs. Without the flag the mode is AlwaysAllow. */
export const nodeAuthorizer = (world: World): Switch =>
  // A configuration file is no object of the cluster.
  apiServers(world).some(({ flags }) => flags.has('authorization-config'))
    ? 'unknown'
    : agreed(world, flags => listed(flags, 'authorization-mode').includes('Node'));

/** The admission plugin that keeps kubelets from changing what is not theirs. Not on by default. */
export const nodeRestriction = (world: World): Switch =>
  agreed(
    world,
    flags =>
      listed(flags, 'enable-admission-plugins').includes('NodeRestriction') &&
      !listed(flags, 'disable-admission-plugins').includes('NodeRestriction'),
  );

/** Whether tokens of kube-system Secrets authenticate joining nodes. Off by default; kubeadm turns it on. */
export const bootstrapTokens = (world: World): Switch =>
  apiServers(world).some(({ flags }) => flags.has('authentication-config') && !flags.has('enable-bootstrap-token-auth'))
    ? 'unknown'
    : agreed(world, flags => (flags.get('enable-bootstrap-token-auth')?.value ?? 'false') === 'true');
