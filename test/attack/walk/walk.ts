import { setTimeout as delay } from 'node:timers/promises';
import type { z } from 'zod';
import type { GrantText, ObjectText } from '#test/attack/edge-cases/edge-case';
import { field, type ApiAnswer, type ApiOptions, type Credentials, type Method } from '#test/cluster/client';
import type { TestCluster } from '#test/cluster/cluster';

/** Names of one run of a walk, that no other run uses. */
export interface Place {
  readonly id: string;
  /** Who walks. */
  readonly user: string;
  /** Somebody else. */
  readonly mate: string;
  readonly namespace: string;
}

export type Ask = (method: Method, path: string, body?: unknown, options?: ApiOptions) => Promise<ApiAnswer>;

export interface Walker extends Place {
  readonly cluster: TestCluster;
  readonly ask: Ask;
  readonly asMate: Ask;
  /** As whoever a credential that was won belongs to. */
  with(credentials: Omit<Credentials, 'caPem'>): Ask;
}

/** One way of an attacker over a real API server. */
export interface Walk {
  readonly edge: string;
  readonly name: string;
  /** Node from which, and node to which, the graph has the step. */
  readonly from?: (place: Place) => string;
  readonly to: (place: Place) => string;
  readonly grants: (place: Place) => readonly GrantText[];
  readonly objects?: (place: Place) => readonly z.infer<typeof ObjectText>[];
  /** What it takes away: the binding of one of the grants, or objects that are put in the way. */
  readonly fix: { readonly withoutGrant: number } | { readonly objects: (place: Place) => readonly z.infer<typeof ObjectText>[] };
  /** Walks it; true where the promised right is held in the end. */
  readonly walk: (walker: Walker) => Promise<boolean>;
}

/** Asks again until it is so; the server's caches and controllers need a moment. */
export const soon = async (check: () => Promise<boolean>, ms = 8000): Promise<boolean> => {
  for (const end = Date.now() + ms; Date.now() < end; await delay(100)) if (await check()) return true;
  return check();
};

/** A right of whoever asks, by SelfSubjectAccessReview. */
export const may = async (ask: Ask, resourceAttributes: object): Promise<boolean> => {
  const spec = { resourceAttributes };
  const answer = await ask('POST', '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews', {
    apiVersion: 'authorization.k8s.io/v1',
    kind: 'SelfSubjectAccessReview',
    spec,
  });
  return field(answer.body, 'status', 'allowed') === true;
};

export const mayEverything = (ask: Ask): Promise<boolean> => may(ask, { verb: '*', group: '*', resource: '*' });

export const reads = async (ask: Ask, path: string): Promise<boolean> => (await ask('GET', path)).status === 200;

/** True once all of them were accepted, in turn; the first that is refused ends it. */
export const accepted = async (...requests: readonly (() => Promise<ApiAnswer>)[]): Promise<boolean> => {
  for (const request of requests) if ((await request()).status >= 300) return false;
  return true;
};

export const merge = { contentType: 'application/merge-patch+json' };
export const strategic = { contentType: 'application/strategic-merge-patch+json' };
export const jsonPatch = { contentType: 'application/json-patch+json' };

export const rbac = '/apis/rbac.authorization.k8s.io/v1';

export const subjectUser = (name: string): object => ({ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name });

export const bindingTo = (
  kind: 'ClusterRole' | 'Role',
  role: string,
  name: string,
  user: string,
  namespace?: string,
): object => ({
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind: namespace === undefined ? 'ClusterRoleBinding' : 'RoleBinding',
  metadata: { name, ...(namespace === undefined ? {} : { namespace }) },
  roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind, name: role },
  subjects: [subjectUser(user)],
});

export const everyRule = { apiGroups: ['*'], resources: ['*'], verbs: ['*'] };
