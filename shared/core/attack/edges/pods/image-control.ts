import type { FoundEdge } from '#core/attack/edge';
import { cloudId } from '#core/attack/cluster/cloud';
import { because, seen } from '#core/attack/reached';
import { containersIn } from '#core/attack/workloads/containers-of';
import { parseImage } from '#kube/image-reference';
import { textAt } from '#kube/json-fields';
import { at } from '#kube/pointer';
import { workloadResources } from '#kube/pod-templates';

/** Most images need no parsing to tell that they are not pulled at each start. */
const mayBeAlways = (container: unknown): boolean => {
  const policy = textAt(container, 'imagePullPolicy');
  if (policy !== undefined) return policy === 'Always';
  const image = textAt(container, 'image') ?? '';
  return !image.includes('@') && (image.endsWith(':latest') || !image.slice(image.lastIndexOf('/') + 1).includes(':'));
};

export const imageControl: FoundEdge = {
  kind: 'found',
  from: 'cloud',
  to: 'workload',
  id: 'IMAGE_CONTROL',
  row: 'P30',
  title: 'Whoever writes the image runs in the pod',
  severity: 'medium',
  cost: 2,
  gives: 'Code in the container, at the next start of a pod.',
  abuse:
    'A tag can be moved to another image, and with imagePullPolicy Always each start of a pod takes what the tag says then. A digest cannot be moved.',
  detect: 'Pods of one workload with different imageIDs.',
  remove: 'Name the image by digest.',
  mitigations: ['Signatures that admission checks.', 'Registries that keep tags from being moved.'],
  references: [
    'https://kubernetes.io/docs/concepts/containers/images/#image-pull-policy',
    'https://attack.mitre.org/techniques/T1525/',
  ],
  reads: workloadResources,
  *find(world) {
    for (const workload of world.workloads) {
      const told = new Set<string>();
      for (const container of containersIn(workload)) {
        if (!mayBeAlways(container.value)) continue;
        const image = parseImage(textAt(container.value, 'image') ?? '');
        if (image === undefined || image.digest !== undefined) continue;
        const policy = textAt(container.value, 'imagePullPolicy');
        // Without a policy the API server takes Always for latest, which an absent tag is.
        if ((policy ?? ((image.tag ?? 'latest') === 'latest' ? 'Always' : 'IfNotPresent')) !== 'Always') continue;
        const id = cloudId('registry', `${image.registry}/${image.repository}`);
        if (told.has(id)) continue;
        told.add(id);
        const what = `Container ${container.name} takes what the tag ${image.tag ?? 'latest'} says at each start.`;
        yield { from: id, to: workload.id, ...because(seen(world, workload.object, at(container.path, 'image'), what)) };
      }
    }
  },
};
