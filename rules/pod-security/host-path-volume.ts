import type { Severity } from '#contract/finding';
import type { PodTemplate, Pointer } from '#contract/rule';
import { containersOf } from '#kube/containers';
import { isClusterComponent } from '#kube/control-plane';
import { defineRule, finding, podTemplates } from '#kube/define-rule';
import { field, listAt, textAt } from '#kube/json-fields';
import { at } from '#kube/pointer';
import { nameOf, quoted } from '#kube/sentence';

const sockets = /\/(docker|containerd|crio|cri-dockerd|podman)\.sock$/;
const owning = /^\/($|dev|etc|root|boot|var\/?$|var\/lib\/?$|var\/lib\/(kubelet|etcd|docker|containerd)|var\/run\/?$|run\/?$)/;

interface Mounted {
  readonly writable: boolean;
  readonly pointers: readonly Pointer[];
}

const mountsOf = (pod: PodTemplate, volume: string): Mounted => {
  const mounts = containersOf(pod).flatMap(container =>
    listAt(container.value, 'volumeMounts').flatMap((mount, index) =>
      textAt(mount, 'name') === volume ? [{ mount, path: at(container.path, 'volumeMounts', index) }] : [],
    ),
  );
  return { writable: mounts.some(({ mount }) => field(mount, 'readOnly') !== true), pointers: mounts.map(({ path }) => path) };
};

const severityOf = (path: string, writable: boolean): Severity => {
  if (sockets.test(path)) return 'high';
  if (owning.test(path)) return writable ? 'high' : 'medium';
  return writable ? 'medium' : 'low';
};

export const rule = defineRule({
  id: 'host-path-volume',
  pack: 'pod-security',
  severity: 'medium',
  since: '0.1',
  what: 'A pod mounts a path of its node.',
  why: 'A writable path of the node is a way to run code there, a runtime socket is root on it, and even read-only ones hold other pods’ secrets.',
  fix: 'Use a PersistentVolumeClaim, emptyDir or projected volume; where a node agent must read the path, mount the narrowest one with readOnly: true.',
  references: ['https://kubernetes.io/docs/concepts/storage/volumes/#hostpath'],
  appliesTo: podTemplates({ where: pod => !isClusterComponent(pod) }),
  evaluate: pod =>
    listAt(pod.spec, 'volumes').flatMap((volume, index) => {
      if (field(volume, 'hostPath') === undefined) return [];
      const path = textAt(volume, 'hostPath', 'path') ?? '/';
      const { writable, pointers } = mountsOf(pod, textAt(volume, 'name') ?? '');
      const message = `${nameOf(pod.object)} mounts ${quoted(path)} of its node, ${writable ? 'writable' : 'read-only'}.`;
      return [
        finding(at(pod.path, 'spec', 'volumes', index, 'hostPath'), message, {
          severity: severityOf(path, writable),
          evidence: pointers,
        }),
      ];
    }),
});
