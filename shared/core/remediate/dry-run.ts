import type { JsonValue } from '#contract/json';
import { isJsonObject } from '#contract/json';
import type { ResourceType } from '#contract/kube';
import { versionOf } from '#contract/kube';
import type { JsonPatchOp, Patch, PatchCheck } from '#contract/patch';
import type { Problem } from '#contract/problem';
import type { KubeConnection, KubeRequest, KubeResponse, Ports } from '#core/ports';
import { redactText } from '#core/redact/text';
import { jsonOf } from './apply-edits.ts';
import { applyJsonPatch } from './apply-json-patch.ts';
import { notRun } from './patch-checks.ts';
import { createdObject } from './reevaluate.ts';
import { serverRefusal } from './server-refusal.ts';

export interface DryRunTarget {
  /** The type of the patch's target, as this server serves it. */
  readonly type: ResourceType;
  /** Who asks, as the server names it; null where that is not known. */
  readonly as: string | null;
}

type DryRunPorts = Pick<Ports, 'clock'>;

const query = { dryRun: 'All', fieldManager: 'plumbline', fieldValidation: 'Strict' } as const;

/**
 * Asks the API server what it would say, without a change: it runs authorisation, validation and admission. A write request
 * all the same (audit log, webhooks), so only on a click or flag; never for a Secret, whose answer would bring its values.
 */
export const serverDryRun = async (
  patch: Patch,
  target: DryRunTarget,
  kube: KubeConnection,
  ports: DryRunPorts,
  signal?: AbortSignal,
): Promise<PatchCheck> => {
  if (target.type.group === '' && target.type.resource === 'secrets')
    return notRun('serverDryRun', 'Never asked for a Secret: the answer would hold its values.');
  if (patch.redacted !== null) return notRun('serverDryRun', 'These are steps, not a patch.');
  const request = requestOf(patch, target.type);
  if (request === undefined) return notRun('serverDryRun', 'The new object cannot be read back from the patch.');
  const answer = await kube.request(request, signal);
  const at = { at: ports.clock.iso(ports.clock.now()), as: target.as };
  if (!answer.ok) return { ...unanswered(answer.error), ...at };
  const warnings = answer.value.warnings.map(warning => redactText(warning, { maxLength: 400 })).slice(0, 20);
  const verdict =
    answer.value.status < 300 ? accepted(patch, answer.value) : await refused(patch, target.type, answer.value, kube, signal);
  return { check: 'serverDryRun', warnings, ...at, ...verdict };
};

type Verdict = Pick<PatchCheck, 'result' | 'note' | 'refusal'>;

const requestOf = (patch: Patch, type: ResourceType): KubeRequest | undefined => {
  const path = objectPath(patch, type);
  if (patch.dialect === 'json-patch')
    return {
      method: 'PATCH',
      path,
      query,
      contentType: 'application/json-patch+json',
      body: patch.operations as unknown as JsonValue,
    };
  const object = createdObject(patch);
  // A server-side apply of an object that is not there is tried as a create; POST is not on the transport's list.
  return object === undefined
    ? undefined
    : { method: 'PATCH', path, query, contentType: 'application/apply-patch+yaml', body: jsonOf(object) };
};

const objectPath = ({ target }: Patch, type: ResourceType): string => {
  const version = versionOf(target.apiVersion);
  const base = type.group === '' ? `/api/${version}` : `/apis/${type.group}/${version}`;
  const namespace = type.namespaced ? `/namespaces/${encodeURIComponent(target.namespace ?? 'default')}` : '';
  return `${base}${namespace}/${type.resource}/${encodeURIComponent(target.name)}`;
};

const unanswered = ({ code, what, why }: Problem): PatchCheck => {
  const unsent = code === 'method-not-allowed' || code === 'read-only' || code === 'cancelled';
  return {
    ...notRun('serverDryRun', `${what} ${why}`),
    result: unsent ? 'not-run' : 'failed',
    refusal: unsent ? null : code === 'unauthorized' ? 'rbac' : 'unreachable',
  };
};

const accepted = (patch: Patch, { status, text }: KubeResponse): Verdict => {
  if (patch.dialect === 'create') {
    return status === 201
      ? { result: 'passed', note: 'The API server would create it.', refusal: null }
      : {
          result: 'failed',
          note: `${patch.target.kind} ${patch.target.name} exists already: look at it before changing it.`,
          refusal: 'conflict',
        };
  }
  // The rollback applies exactly where the server kept what the patch set.
  const undone = firstFailing(patch.rollback, parsed(text));
  return undone === undefined
    ? { result: 'passed', note: 'The API server would accept it.', refusal: null }
    : {
        result: 'failed',
        note: `The API server accepts it, but an admission plugin sets ${undone.path} otherwise.`,
        refusal: 'admission',
      };
};

const refused = async (
  patch: Patch,
  type: ResourceType,
  response: KubeResponse,
  kube: KubeConnection,
  signal: AbortSignal | undefined,
): Promise<Verdict> => {
  const { refusal, note } = serverRefusal(response.status, response.text);
  if (refusal !== 'invalid' || patch.dialect === 'create') return { result: 'failed', refusal, note };
  // A failed guard is a 422 without any detail: compare with what is there now.
  const live = await kube.request({ method: 'GET', path: objectPath(patch, type) }, signal);
  const failing = live.ok && live.value.status === 200 ? firstFailing(patch.operations, parsed(live.value.text)) : undefined;
  if (failing === undefined) return { result: 'failed', refusal, note };
  return {
    result: 'failed',
    refusal: 'conflict',
    note: `The object has changed since it was captured: ${failing.path} is another now. Capture it again.`,
  };
};

const firstFailing = (operations: readonly JsonPatchOp[], value: JsonValue | undefined): JsonPatchOp | undefined => {
  const result = value === undefined ? undefined : applyJsonPatch(value, operations);
  return result === undefined || result.ok ? undefined : result.error.operation;
};

const parsed = (text: string): JsonValue | undefined => {
  try {
    const value: unknown = JSON.parse(text);
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
};
