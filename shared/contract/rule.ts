import type { Fact, FactKind } from './fact.ts';
import type { Severity } from './finding.ts';
import type { JsonValue } from './json.ts';
import type { KubeObject, ObjectRef, ResourceName } from './kube.ts';

/** RFC 6901 JSON Pointer into one object: `/spec/containers/0/image`. */
export type Pointer = string;

/** A container of any kind inside a pod template, with its pointer in the object that holds it. */
export interface ContainerAt {
  readonly type: 'init' | 'container' | 'ephemeral';
  readonly name: string;
  readonly value: Readonly<Record<string, unknown>>;
  readonly path: Pointer;
}

/** A pod template or a pod: where its PodSpec stands in `object`. */
export interface PodTemplate {
  readonly kind: 'pod-template';
  readonly object: KubeObject;
  /** Pointer of the template's metadata holder: '' for a Pod, '/spec/template' for a Deployment. */
  readonly path: Pointer;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly spec: Readonly<Record<string, unknown>>;
  readonly namespace: string;
}

export interface ObjectSubject {
  readonly kind: 'object';
  readonly object: KubeObject;
}

/** `object` is absent where the namespace is known by name only. */
export interface NamespaceSubject {
  readonly kind: 'namespace';
  readonly name: string;
  readonly object: KubeObject | undefined;
}

export interface ClusterSubject {
  readonly kind: 'cluster';
  readonly serverVersion: string | undefined;
}

/** What a rule judges, by the name of its `appliesTo.subject`. */
export interface Subjects {
  readonly 'pod-template': PodTemplate;
  readonly object: ObjectSubject;
  readonly namespace: NamespaceSubject;
  readonly cluster: ClusterSubject;
}
export type SubjectKind = keyof Subjects;
export type Subject = Subjects[SubjectKind];

/** What a user may set for rules, from the configuration file. */
export interface RuleConfig {
  /** Allowed image registries (`registry.example.com`, `docker.io/library`); empty: not configured. */
  readonly registries: readonly string[];
}

/**
 * One cause of ways to cluster admin, as the attack graph finds it: a rule of a role, a binding, or a field. What
 * follows from one cause is one entry, however many holders it has.
 */
export interface WayToAdmin {
  /** rights: a grant; workload: what a pod is allowed to do on its node; claim: a name that somebody can take. */
  readonly by: 'rights' | 'workload' | 'claim';
  /** Where it stands and would be taken away. */
  readonly object: KubeObject;
  readonly path: Pointer;
  /** Ids of the edges that it makes, the one with the cheapest way first. */
  readonly edges: readonly string[];
  readonly severity: Severity;
  /** Whom it leads on: subjects or workloads, at most 20; and how many there are. */
  readonly holders: readonly string[];
  readonly holderCount: number;
  /** The cheapest way from its first holder, a sentence a step. */
  readonly steps: readonly string[];
  readonly cost: number;
  /** Subjects and workloads that reach admin now and would no longer without it; null where it was not counted. */
  readonly freed: number | null;
  /** Whether somebody without any credential gets this far. */
  readonly fromInternet: boolean;
  readonly gives: string;
  readonly remove: string;
}

/**
 * All that a rule can reach beside its subject. Each call records what was read, and whether it was complete: the evaluator
 * makes `unknown` of "no finding, incomplete read". A rule never asks whether something could be read.
 *
 * Of an object's `status`, rules see the plain fields alone (`phase`), never its lists and objects: a capture that is only
 * evaluated does not keep them.
 */
export interface View {
  /** Objects of a resource, of one namespace or of all. Empty where nothing could be read (and then recorded so). */
  list(resource: ResourceName, namespace?: string): readonly KubeObject[];
  get(resource: ResourceName, namespace: string | undefined, name: string): KubeObject | undefined;
  /** Facts of one kind about one object. */
  facts(object: KubeObject, kind: FactKind): readonly Fact[];
  /** Ways to cluster admin that do not start with what Kubernetes itself grants; reads every resource that the graph does. */
  waysToAdmin(): readonly WayToAdmin[];
  /** Pods of a namespace or of all, as templates (each replica once). */
  pods(namespace?: string): readonly PodTemplate[];
  readonly config: RuleConfig;
  readonly serverVersion: string | undefined;
}

/** One thing that is wrong, at one place of the subject. */
export interface Violation {
  /** Pointer into the subject's object; where a field is absent, where it would stand. For a cluster subject, into `on`. */
  readonly path: Pointer;
  /** A full sentence about this object. */
  readonly message: string;
  readonly container?: string;
  /** Another object at fault than the subject's (a cluster or namespace subject). */
  readonly on?: KubeObject;
  /** Where this case is better or worse than the rule's severity. */
  readonly severity?: Severity;
  /** In place of the rule's own, where this case has its own reason and its own way out. */
  readonly why?: string;
  readonly fix?: string;
  /** More pointers whose lines are the evidence. */
  readonly evidence?: readonly Pointer[];
}

/** One change to an object. Compilers in core/remediate alone know JSON Patch, merges and YAML text. */
export type Edit =
  | { readonly op: 'set'; readonly path: Pointer; readonly value: JsonValue; readonly expected?: JsonValue }
  | { readonly op: 'remove'; readonly path: Pointer; readonly expected?: JsonValue }
  | { readonly op: 'create'; readonly object: KubeObject };

/** A violation with where it was found, for `remediate`. */
export interface ViolationAt extends Violation {
  readonly object: KubeObject;
}

export interface Remediation {
  readonly edits: readonly Edit[];
  /** What may break, in one sentence; absent: nothing that a snapshot could tell. */
  readonly mayBreak?: string;
  readonly risk: 'no-restart' | 'restart' | 'may-crash' | 'may-cut-traffic' | 'may-deny-api';
}

export interface AppliesTo<K extends SubjectKind> {
  readonly subject: K;
  /** The resources whose objects are subjects; for pod templates all workloads, for namespaces `namespaces`. */
  readonly resources: readonly ResourceName[];
  /** Only subjects of this namespace: what is unread elsewhere does not matter then. */
  readonly namespace?: string;
  /** Narrower than the resources: a subject for which it is false is no check. Looks at the subject alone. */
  readonly where?: (subject: Subjects[K]) => boolean;
}

export interface Rule<K extends SubjectKind = SubjectKind> {
  /** Equals the file's name; never reused. */
  readonly id: string;
  readonly pack: string;
  readonly severity: Severity;
  readonly since: string;
  /** What is wrong, in general, in one sentence. */
  readonly what: string;
  /** Why it matters: what an attacker gains. */
  readonly why: string;
  /** What to do, one or two sentences. */
  readonly fix: string;
  readonly references: readonly string[];
  readonly appliesTo: AppliesTo<K>;
  /** What `evaluate` reads through the view beside its subjects; checked to contain what is recorded. */
  readonly needs: readonly ResourceName[];
  /** Kinds that not every cluster has: read where it does, and missing nothing where it does not. */
  readonly needsIfServed?: readonly ResourceName[];
  readonly facts: readonly FactKind[];
  /** Only with this in the configuration does the rule run. */
  readonly requiresConfig?: keyof RuleConfig;
  /**
   * True where more objects could only add violations: then a violation stands although a list was incomplete. Without it
   * such a violation is withheld and the subject unknown ("no policy selects this" may be wrong).
   */
  readonly monotone?: boolean;
  /** It asks `waysToAdmin`: the attack graph is made before it runs, once for all rules that do. */
  readonly asksWays?: boolean;
  readonly evaluate: (subject: Subjects[K], view: View) => readonly Violation[];
  readonly remediate?: (violation: ViolationAt, view: View) => Remediation | undefined;
}

/** A rule whatever its subject: the form in which packs travel. */
export type AnyRule = { [K in SubjectKind]: Rule<K> }[SubjectKind];

/** What the catalogue says of a rule: all but the code. */
export interface RuleCard {
  readonly id: string;
  readonly pack: string;
  readonly severity: Severity;
  readonly what: string;
  readonly why: string;
  readonly fix: string;
  readonly references: readonly string[];
  readonly frameworks: readonly string[];
  readonly fixable: boolean;
}

export type { ObjectRef };
