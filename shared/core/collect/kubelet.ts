import type { CoverageEntry } from '#contract/coverage';
import type { Fact, Redaction } from '#contract/fact';
import type { KubeObject, ResourceType } from '#contract/kube';
import { fieldOf, isRecord } from './json-fields.ts';
import type { ListContext } from './list.ts';

/** The kubelet's own configuration, as a resource of ours: no API server serves it as an object. */
export const kubeletConfigType: ResourceType = {
  group: 'plumbline',
  version: 'v1',
  resource: 'kubeletconfigs',
  kind: 'KubeletConfig',
  namespaced: false,
  verbs: [],
};

const entry = (state: CoverageEntry['state'], count: number, reason: string): CoverageEntry => ({
  group: kubeletConfigType.group,
  version: kubeletConfigType.version,
  resource: kubeletConfigType.resource,
  namespace: null,
  state,
  count,
  reason,
  // Never a need: `nodes/proxy` is command execution in every pod of the node.
  needs: [],
});

/** What the capture knows of the nodes when it comes to their kubelets. */
export interface KnownNodes {
  readonly names: readonly string[];
  readonly complete: boolean;
}

/**
 * Reads `configz` of each node, where `get nodes/proxy` is allowed already: it is asked about by SelfSubjectAccessReview,
 * and never advised.
 */
export const collectKubeletConfigs = async (context: ListContext, nodes: KnownNodes, wanted: boolean): Promise<CoverageEntry> => {
  if (!wanted) return entry('skipped', 0, 'Switched off for this capture.');
  if (nodes.names.length === 0)
    return nodes.complete ? entry('full', 0, '') : entry('skipped', 0, 'The nodes could not be read.');
  if (!(await mayProxy(context)))
    return entry(
      'skipped',
      0,
      'The right to reach kubelets through the API server is not held, and is too dangerous to ask for.',
    );
  const { read, failures, skipped } = await readEach(context, nodes.names);
  if (failures.length === 0 && nodes.complete) return entry('full', read, '');
  if (failures.length === 0) return entry('partial', read, 'Not all nodes are known.');
  const told = `${String(failures.length + skipped)} of ${String(nodes.names.length)} kubelets did not tell theirs: ${failures[0] ?? ''}`;
  return entry(read > 0 ? 'partial' : 'failed', read, told);
};

/** Where so many kubelets do not answer and none does, the API server cannot reach them: the rest is not tried. */
const failuresUntilGivenUp = 3;

const readEach = async (
  context: ListContext,
  names: readonly string[],
): Promise<{ readonly read: number; readonly failures: readonly string[]; readonly skipped: number }> => {
  const failures: string[] = [];
  let read = 0;
  for (let at = 0; at < names.length; at += atOnce) {
    if (read === 0 && failures.length >= failuresUntilGivenUp) return { read, failures, skipped: names.length - at };
    const outcomes = await Promise.all(names.slice(at, at + atOnce).map(node => readOne(context, node)));
    for (const failure of outcomes) {
      if (failure === undefined) read += 1;
      else failures.push(failure);
    }
  }
  return { read, failures, skipped: 0 };
};

const atOnce = 3;

const mayProxy = async (context: ListContext): Promise<boolean> => {
  const answer = await context.requester.post('/apis/authorization.k8s.io/v1/selfsubjectaccessreviews', {
    apiVersion: 'authorization.k8s.io/v1',
    kind: 'SelfSubjectAccessReview',
    spec: { resourceAttributes: { verb: 'get', version: 'v1', resource: 'nodes', subresource: 'proxy' } },
  });
  return answer.ok && fieldOf(answer.value.json, 'status', 'allowed') === true;
};

const readOne = async (context: ListContext, node: string): Promise<string | undefined> => {
  const answer = await context.requester.get({
    path: `/api/v1/nodes/${encodeURIComponent(node)}/proxy/configz`,
    accept: 'application/json',
    // Its faults are mostly the kubelet's, which no waiting mends.
    retries: 1,
  });
  if (!answer.ok) return answer.error.reason;
  const config = fieldOf(answer.value.json, 'kubeletconfig');
  if (!isRecord(config)) return 'The answer holds no kubelet configuration.';
  const raw = {
    apiVersion: 'plumbline/v1',
    kind: kubeletConfigType.kind,
    metadata: { name: node },
    kubeletconfig: config as Record<string, never>,
  };
  const { object, facts, redactions } = context.pipeline.object(raw, kubeletConfigType);
  keep(context, object, facts, redactions);
  return undefined;
};

const keep = (context: ListContext, object: KubeObject, facts: readonly Fact[], redactions: readonly Redaction[]): void => {
  context.sink.page({ type: kubeletConfigType, namespace: null, objects: [object], facts, redactions });
  context.onObject(kubeletConfigType, object);
};
