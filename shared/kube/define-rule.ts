import type { JsonValue } from '#contract/json';
import type { KubeObject, ResourceName } from '#contract/kube';
import type { AppliesTo, Edit, PodTemplate, Pointer, Remediation, Rule, SubjectKind, Subjects, Violation } from '#contract/rule';
import { workloadResources } from './pod-templates.ts';
import type { Hit } from './pod-security/control.ts';
import { containerOf } from './sentence.ts';
import { valueAt } from './pointer.ts';

type Optional = 'references' | 'needs' | 'facts';

/** A rule as it is declared: what most rules leave empty may be left out. */
export type RuleDeclaration<K extends SubjectKind> = Omit<Rule<K>, Optional> & Partial<Pick<Rule<K>, Optional>>;

export const defineRule = <K extends SubjectKind>(declaration: RuleDeclaration<K>): Rule<K> => ({
  references: [],
  needs: [],
  facts: [],
  ...declaration,
});

/** Every workload that holds a pod template, narrowed by `where` (and to one namespace). */
export const podTemplates = (
  narrow: Omit<AppliesTo<'pod-template'>, 'subject' | 'resources'> = {},
): AppliesTo<'pod-template'> => ({
  subject: 'pod-template',
  resources: workloadResources,
  ...narrow,
});

export const objectsOf = (
  resources: readonly ResourceName[],
  where?: (subject: Subjects['object']) => boolean,
): AppliesTo<'object'> => ({
  subject: 'object',
  resources,
  ...(where === undefined ? {} : { where }),
});

export const namespaces = (where?: (subject: Subjects['namespace']) => boolean): AppliesTo<'namespace'> => ({
  subject: 'namespace',
  resources: ['namespaces'],
  ...(where === undefined ? {} : { where }),
});

export const wholeCluster: AppliesTo<'cluster'> = { subject: 'cluster', resources: [] };

type Detail = Omit<Violation, 'path' | 'message'>;

export const finding = (path: Pointer, message: string, detail: Detail = {}): Violation => ({ path, message, ...detail });

/** A hit of a Pod Security control as a violation: a sentence about this container or this object. */
export const findingOf = (pod: PodTemplate, hit: Hit, detail: Detail = {}): Violation => ({
  path: hit.path,
  message: `${containerOf(pod, hit.container)} ${hit.clause}.`,
  ...(hit.container === undefined ? {} : { container: hit.container }),
  ...detail,
});

/** Edits carry the value that they expect, so that a changed object refuses them. */
export const edit = {
  set: (object: KubeObject, path: Pointer, value: JsonValue): Edit => {
    const old = valueAt(object, path);
    return { op: 'set', path, value, ...(old === undefined ? {} : { expected: old as JsonValue }) };
  },
  remove: (object: KubeObject, path: Pointer): Edit => {
    const old = valueAt(object, path);
    return { op: 'remove', path, ...(old === undefined ? {} : { expected: old as JsonValue }) };
  },
  create: (object: KubeObject): Edit => ({ op: 'create', object }),
} as const;

export const remediation = (risk: Remediation['risk'], mayBreak: string | undefined, ...edits: readonly Edit[]): Remediation => ({
  edits,
  risk,
  ...(mayBreak === undefined ? {} : { mayBreak }),
});
