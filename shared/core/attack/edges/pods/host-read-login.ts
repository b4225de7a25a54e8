import type { FoundEdge } from '#core/attack/edge';
import { podEdge } from '#core/attack/workloads/escape';
import { loginByReading } from '#core/attack/workloads/host-paths';
import { waysToRead } from '#core/attack/workloads/host-ways';

export const hostReadLogin: FoundEdge = podEdge(
  {
    id: 'HOST_READ_LOGIN',
    row: 'P11',
    title: 'A container may read how to log in to its node',
    severity: 'high',
    cost: 3,
    gives: 'Private keys and hashes of passwords of the node’s users, and with luck a login to it and to its like.',
    abuse: 'A mount of /, /root, /home, /etc or of what lies there shows private keys and /etc/shadow; read-only is enough.',
    detect: 'Logins to nodes over SSH from addresses of pods.',
    remove: 'Mount only the folder that is needed, or use a volume of another kind.',
    mitigations: [
      'Pod Security baseline refuses hostPath volumes; it does not see a PersistentVolume that is one.',
      'A container that does not run as root cannot read what root keeps to itself.',
    ],
    references: [
      'https://kubernetes.io/docs/concepts/storage/volumes/#hostpath',
      'https://attack.mitre.org/techniques/T1552/004/',
    ],
  },
  (world, workload) => waysToRead(world, workload, loginByReading),
);
