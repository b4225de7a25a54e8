import type { Finding } from '#contract/finding';
import type { KubeObject, ObjectRef } from '#contract/kube';
import { isCopy, refOf } from '#contract/kube';
import type { Patch } from '#contract/patch';
import type { Problem } from '#contract/problem';
import { problem } from '#contract/problem';
import type { Result } from '#contract/result';
import { fail, ok } from '#contract/result';
import type { AnyRule, Remediation, View, ViolationAt } from '#contract/rule';
import { isMirrorPod } from '#kube/owners';
import { applyEdits, createdObjects, jsonOf } from './apply-edits.ts';
import { describeEdits } from './describe-edit.ts';
import { refusedByServer } from './immutable-fields.ts';
import { compileJsonPatch } from './json-patch.ts';
import { firstChecks, notRun } from './patch-checks.ts';
import { patchYaml } from './patch-yaml.ts';
import { holdsRedacted } from './redacted-values.ts';
import { objectYaml } from './to-yaml.ts';

/** What a patch is made from: the redacted objects of the snapshot that has the finding. */
export interface PatchSource {
  readonly view: View;
  /** The objects come from files, where everything can be edited. */
  readonly files?: boolean;
  objectAt(ref: ObjectRef): KubeObject | undefined;
}

/** The finding's change as a reviewable patch, or why there is none. */
export const makePatch = (finding: Finding, rule: AnyRule, source: PatchSource): Result<Patch, Problem> => {
  const object = targetOf(finding, source);
  if (!object.ok) return object;
  const remediation = remediationOf(finding, rule, object.value, source.view);
  if (!remediation.ok) return remediation;
  const created = createdObjects(remediation.value.edits);
  if (created.length === 0) return changePatch(finding, object.value, remediation.value, source);
  const [only] = created;
  if (only === undefined || remediation.value.edits.length !== 1)
    return fail(notPatchable(finding, 'Its fix needs several objects at once.'));
  if (source.objectAt(refOf(only)) !== undefined)
    return fail(notPatchable(finding, `${only.kind} ${only.metadata.name} exists already, with another content.`));
  return createPatch(finding, only, remediation.value);
};

const targetOf = (finding: Finding, source: PatchSource): Result<KubeObject, Problem> => {
  const { resource, at } = finding;
  if (finding.status === 'unknown' || resource === null || at === null)
    return fail(notPatchable(finding, 'Nothing is known to be wrong: what would tell was not read.'));
  if (!sameObject(resource, at.resource)) {
    return fail(
      problem('not-patchable', {
        what: `${at.resource.kind} ${at.resource.name} is not patched.`,
        why: `It is made by ${resource.kind} ${resource.name}, whose operator would undo the change.`,
        todo: `Change it in ${resource.kind} ${resource.name} or in the operator’s settings.`,
      }),
    );
  }
  if (finding.ownerIncomplete)
    return fail(notPatchable(finding, 'What owns it could not be read, and the owner would undo the change.'));
  if (isCopy(at.resource))
    return fail(notPatchable(finding, 'Another object of these files has its name, and a patch could not tell the two apart.'));
  const object = source.objectAt(at.resource) ?? namespaceByName(at.resource);
  if (object === undefined)
    return fail(notPatchable(finding, `${at.resource.kind} ${at.resource.name} is not in this snapshot.`));
  if (isMirrorPod(object)) return fail(notPatchable(finding, 'It mirrors a static Pod: its file lies on the node.'));
  return ok(object);
};

/** A namespace that is known by name only can still be given new objects. */
const namespaceByName = (ref: ObjectRef): KubeObject | undefined =>
  ref.kind === 'Namespace' && ref.apiVersion === 'v1'
    ? { apiVersion: 'v1', kind: 'Namespace', metadata: { name: ref.name } }
    : undefined;

const remediationOf = (finding: Finding, rule: AnyRule, object: KubeObject, view: View): Result<Remediation, Problem> => {
  if (rule.remediate === undefined) return fail(notPatchable(finding, 'This rule knows no change that is safe to propose.'));
  const violation: ViolationAt = {
    path: finding.path,
    message: finding.message,
    severity: finding.severity,
    object,
    ...(finding.at?.container === undefined ? {} : { container: finding.at.container }),
  };
  const remediation = rule.remediate(violation, view);
  return remediation === undefined || remediation.edits.length === 0
    ? fail(notPatchable(finding, 'In this case no change is safe to propose.'))
    : ok(remediation);
};

const changePatch = (
  finding: Finding,
  object: KubeObject,
  remediation: Remediation,
  source: PatchSource,
): Result<Patch, Problem> => {
  const refusal = source.files === true ? undefined : refusedByServer(object, remediation.edits);
  if (refusal !== undefined) {
    return fail(
      problem('not-patchable', {
        what: `${object.kind} ${object.metadata.name} cannot be changed at ${refusal.path} where it runs.`,
        why: `The API server lets nobody change this field of a ${object.kind} that exists.`,
        todo: refusal.instead,
      }),
    );
  }
  return patchOf(object, remediation, { id: `patch-${finding.id}`, ruleId: finding.ruleId, findingIds: [finding.id] });
};

export interface PatchIdentity {
  readonly id: string;
  readonly ruleId: string;
  readonly findingIds: readonly string[];
  readonly title?: string;
}

/** A patch of field edits, whoever asked for them. Where a redacted value is touched: steps without operations. */
export const patchOf = (
  object: KubeObject,
  { edits, risk, mayBreak }: Remediation,
  identity: PatchIdentity,
): Result<Patch, Problem> => {
  const after = applyEdits(object, edits);
  if (!after.ok) return after;
  const compiled = compileJsonPatch(object, edits);
  if (!compiled.ok && compiled.error.code !== 'redacted-value') return compiled;
  if (compiled.ok && compiled.value.operations.length === 0) {
    return fail(
      problem('not-patchable', {
        what: `${object.kind} ${object.metadata.name} needs no change.`,
        why: 'It is already as the fix would make it.',
      }),
    );
  }
  const checks = compiled.ok
    ? firstChecks()
    : firstChecks().map(({ check }) => notRun(check, 'Not run: these are steps, not a patch.'));
  return ok({
    id: identity.id,
    ruleId: identity.ruleId,
    findingIds: [...identity.findingIds],
    target: refOf(object),
    dialect: 'json-patch',
    operations: compiled.ok ? [...compiled.value.operations] : [],
    rollback: compiled.ok ? [...compiled.value.rollback] : [],
    title: identity.title ?? describeEdits(object, edits),
    risk,
    mayBreak: mayBreak ?? null,
    redacted: compiled.ok ? null : `${compiled.error.what} ${compiled.error.why}`,
    ...patchYaml(object, after.value, edits),
    checks,
  });
};

const createPatch = (finding: Finding, object: KubeObject, { edits, risk, mayBreak }: Remediation): Result<Patch, Problem> => {
  if (holdsRedacted(jsonOf(object)))
    return fail(
      problem('redacted-value', {
        what: `${object.kind} ${object.metadata.name} cannot be written.`,
        why: 'It would hold a value that was redacted.',
      }),
    );
  return ok({
    id: `patch-${finding.id}`,
    ruleId: finding.ruleId,
    findingIds: [finding.id],
    target: refOf(object),
    dialect: 'create',
    operations: [],
    rollback: [],
    title: describeEdits(object, edits),
    risk,
    mayBreak: mayBreak ?? null,
    redacted: null,
    before: '',
    after: objectYaml(object),
    checks: firstChecks(),
  });
};

export const sameObject = (left: ObjectRef, right: ObjectRef): boolean =>
  left.kind === right.kind &&
  left.name === right.name &&
  (left.namespace ?? '') === (right.namespace ?? '') &&
  groupPart(left) === groupPart(right);

const groupPart = ({ apiVersion }: ObjectRef): string => apiVersion.slice(0, Math.max(0, apiVersion.indexOf('/')));

const notPatchable = (finding: Finding, why: string): Problem =>
  problem('not-patchable', {
    what:
      `There is no patch for ${finding.ruleId} on ${finding.resource?.kind ?? 'the cluster'} ${finding.resource?.name ?? ''}`.trimEnd() +
      '.',
    why,
    todo: finding.fix,
  });
