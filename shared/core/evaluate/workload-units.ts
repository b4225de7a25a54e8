import type { KubeObject } from '#contract/kube';
import type { PodTemplate } from '#contract/rule';
import { isRetired } from '#kube/owners';
import { workloadResources } from '#kube/pod-templates';
import type { OwnerResolver } from './owner-resolver.ts';
import { madeFrom, sameShape } from './pod-shape.ts';
import type { SnapshotIndex } from './snapshot-index.ts';

/** Replicas that rules cannot tell apart; `pod` stands for all of them. */
export interface PodShape {
  readonly pod: PodTemplate;
  readonly pods: readonly PodTemplate[];
  /** As the holder's template says it: what is found there is found here. */
  readonly asHolder: boolean;
}

/**
 * One subject of pod-template rules: the topmost object that holds the template (absent where pods hang on an owner without
 * one, or on none), with its pods by shape.
 */
export interface WorkloadUnit {
  readonly root: KubeObject;
  readonly holder: PodTemplate | undefined;
  readonly ownerIncomplete: boolean;
  readonly shapes: readonly PodShape[];
  /** The pods of all shapes that are as the holder says. */
  readonly copies: readonly PodTemplate[];
  /** The other shapes. */
  readonly deviating: readonly PodShape[];
}

interface Draft {
  readonly root: KubeObject;
  readonly holder: PodTemplate | undefined;
  readonly ownerIncomplete: boolean;
  readonly pods: PodTemplate[];
}

const byName = (left: PodTemplate, right: PodTemplate): number =>
  left.object.metadata.name < right.object.metadata.name ? -1 : 1;

const shapesOf = (pods: PodTemplate[], holder: PodTemplate | undefined): readonly PodShape[] => {
  const shapes: { readonly pod: PodTemplate; readonly pods: PodTemplate[] }[] = [];
  for (const pod of pods.length > 1 ? pods.toSorted(byName) : pods) {
    const shape = shapes.find(known => sameShape(known.pod, pod));
    if (shape === undefined) shapes.push({ pod, pods: [pod] });
    else shape.pods.push(pod);
  }
  return shapes.map(({ pod, pods: alike }) => ({ pod, pods: alike, asHolder: holder !== undefined && madeFrom(holder, pod) }));
};

/** Kinds whose template their controller copies from the owner's: judged there. Any other owner may be claimed by anybody. */
const copiedFrom: ReadonlyMap<string, string> = new Map([
  ['ReplicaSet', 'Deployment'],
  ['Job', 'CronJob'],
]);

const isCopy = (object: KubeObject, owner: KubeObject | undefined): boolean =>
  owner !== undefined && copiedFrom.get(object.kind) === owner.kind;

/**
 * The object whose template a pod or workload comes from: the last of the chain that is no copy of the next. What is retired
 * holds none: its last pods are judged by what they are.
 */
const holderIn = (chain: readonly KubeObject[], templates: ReadonlyMap<KubeObject, PodTemplate>): PodTemplate | undefined => {
  let place = chain[0]?.kind === 'Pod' ? 1 : 0;
  while (chain[place] !== undefined && isCopy(chain[place] as KubeObject, chain[place + 1])) place += 1;
  const holder = chain[place];
  if (holder === undefined || holder.kind === 'Pod' || (holder.kind === 'ReplicaSet' && isRetired(holder))) return undefined;
  return templates.get(holder);
};

const unitOf = ({ root, holder, ownerIncomplete, pods }: Draft): WorkloadUnit => {
  const shapes = shapesOf(pods, holder);
  return {
    root,
    holder,
    ownerIncomplete,
    shapes,
    copies: shapes.flatMap(shape => (shape.asHolder ? shape.pods : [])),
    deviating: shapes.filter(shape => !shape.asHolder),
  };
};

export const workloadUnits = (index: SnapshotIndex, owners: OwnerResolver): readonly WorkloadUnit[] => {
  const templates = new Map(
    workloadResources.flatMap(resource => index.templates(resource)).map(template => [template.object, template]),
  );
  const drafts = new Map<KubeObject, Draft>();
  const draftAt = (place: KubeObject, make: () => Draft): Draft => {
    const known = drafts.get(place);
    if (known !== undefined) return known;
    const made = make();
    drafts.set(place, made);
    return made;
  };
  for (const [object, template] of templates) {
    const { chain, incomplete } = owners.chainOf(object);
    const root = chain.at(-1) ?? object;
    const holder = holderIn(chain, templates);
    if (object.kind === 'Pod') {
      draftAt(holder?.object ?? root, () => ({ root, holder, ownerIncomplete: incomplete, pods: [] })).pods.push(template);
    } else if (holder?.object === object) {
      draftAt(object, () => ({ root, holder, ownerIncomplete: incomplete, pods: [] }));
    }
  }
  return [...drafts.values()].map(unitOf);
};
