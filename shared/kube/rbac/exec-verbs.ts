/** How a stream into a pod is asked for: kubectl's SPDY posts, a browser's web socket can only get. */
export type StreamMethod = 'GET' | 'POST';

export const streamSubresources = ['exec', 'attach', 'portforward'] as const;

/** Whether a GET needs `create` as well: the gate AuthorizePodWebsocketUpgradeCreatePermission, on from 1.35. */
export const getNeedsCreate = (minor: number | null, gate?: boolean): boolean | null =>
  minor !== null && minor < 35 ? false : (gate ?? (minor === null ? null : true));

/**
 * Verbs on pods/exec, pods/attach or pods/portforward that a stream needs, all of them. Before 1.35 (or with the gate off)
 * `get` alone runs commands, by a web socket.
 */
export const streamVerbs = (method: StreamMethod, needsCreate: boolean): readonly string[] => {
  if (method === 'POST') return ['create'];
  return needsCreate ? ['get', 'create'] : ['get'];
};

/** Verbs of which any one lets a request through `nodes/proxy` run a command in a pod of the node, in every version. */
export const nodeProxyVerbs = ['get', 'create'] as const;
