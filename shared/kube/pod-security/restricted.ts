import type { ContainerAt, PodTemplate } from '#contract/rule';
import { isJsonObject } from '#contract/json';
import { containersOf } from '../containers.ts';
import { field, listAt, numberAt, textAt, textsAt } from '../json-fields.ts';
import { at } from '../pointer.ts';
import { badSeccompProfiles, procMountHits } from './baseline.ts';
import type { Control, Hit } from './control.ts';
import { userNamespaceExempt, windowsExempt } from './control.ts';

interface Text {
  readonly since: number;
  readonly what: string;
  readonly overrides?: readonly string[];
}

const restricted = (id: string, text: Text, judge: Control['judge']): Control => ({
  id,
  level: 'restricted',
  since: text.since,
  what: text.what,
  overrides: text.overrides ?? [],
  judge,
});

const volumeTypes: readonly string[] = [
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'image',
  'persistentVolumeClaim',
  'projected',
  'secret',
];

export const restrictedVolumes = restricted(
  'restrictedVolumes',
  { since: 0, what: 'Only volume types that reach no host are allowed.', overrides: ['hostPathVolumes'] },
  pod =>
    listAt(pod.spec, 'volumes').flatMap((volume, index) => {
      if (volumeTypes.some(type => field(volume, type) !== undefined)) return [];
      const source = isJsonObject(volume) ? Object.keys(volume).find(key => key !== 'name') : undefined;
      return [{ path: at(pod.path, 'spec', 'volumes', index), clause: `uses a volume of type ${source ?? 'unknown'}` }];
    }),
);

const containerHit = (container: ContainerAt, path: readonly string[], clause: string): Hit => ({
  path: at(container.path, ...path),
  container: container.name,
  clause,
});

export const allowPrivilegeEscalation = restricted(
  'allowPrivilegeEscalation',
  { since: 8, what: 'Privilege escalation must be switched off.' },
  (pod, minor) =>
    windowsExempt(pod, minor)
      ? []
      : containersOf(pod)
          .filter(container => field(container.value, 'securityContext', 'allowPrivilegeEscalation') !== false)
          .map(container =>
            containerHit(
              container,
              ['securityContext', 'allowPrivilegeEscalation'],
              'may gain more privileges than its parent process',
            ),
          ),
);

/** Containers that may run as root: false said outright, or true said nowhere. */
export const mayRunAsRoot = (pod: PodTemplate): readonly Hit[] => {
  const path = ['securityContext', 'runAsNonRoot'];
  const podValue = field(pod.spec, ...path);
  const hits: Hit[] =
    podValue === false ? [{ path: at(pod.path, 'spec', ...path), clause: 'allows its containers to run as root' }] : [];
  for (const container of containersOf(pod)) {
    const value = field(container.value, ...path);
    if (value === false) hits.push(containerHit(container, path, 'is allowed to run as root'));
    else if (value !== true && podValue !== true) hits.push(containerHit(container, path, 'may run as root'));
  }
  return hits;
};

export const runAsNonRoot = restricted('runAsNonRoot', { since: 0, what: 'Containers must not run as root.' }, (pod, minor) =>
  userNamespaceExempt(pod, minor) ? [] : mayRunAsRoot(pod),
);

export const runAsUser = restricted('runAsUser', { since: 23, what: 'User id 0 must not be asked for.' }, (pod, minor) => {
  if (userNamespaceExempt(pod, minor)) return [];
  const path = ['securityContext', 'runAsUser'];
  return [
    ...(numberAt(pod.spec, ...path) === 0
      ? [{ path: at(pod.path, 'spec', ...path), clause: 'runs its containers as user 0' }]
      : []),
    ...containersOf(pod)
      .filter(container => numberAt(container.value, ...path) === 0)
      .map(container => containerHit(container, path, 'runs as user 0')),
  ];
});

export const seccompRestricted = restricted(
  'seccompProfile_restricted',
  { since: 19, what: 'A seccomp profile must be set.', overrides: ['seccompProfile_baseline'] },
  (pod, minor) => {
    if (windowsExempt(pod, minor)) return [];
    const podProfile = textAt(pod.spec, 'securityContext', 'seccompProfile', 'type');
    const podGood = podProfile === 'RuntimeDefault' || podProfile === 'Localhost';
    const unset = containersOf(pod).filter(
      container => !podGood && field(container.value, 'securityContext', 'seccompProfile') === undefined,
    );
    return [
      ...badSeccompProfiles(pod),
      ...unset.map(container => containerHit(container, ['securityContext', 'seccompProfile'], 'has no seccomp profile')),
    ];
  },
);

export const capabilitiesRestricted = restricted(
  'capabilities_restricted',
  {
    since: 22,
    what: 'All capabilities must be dropped; only NET_BIND_SERVICE may be added back.',
    overrides: ['capabilities_baseline'],
  },
  (pod, minor) =>
    windowsExempt(pod, minor)
      ? []
      : containersOf(pod).flatMap(container => {
          const path = ['securityContext', 'capabilities'];
          const drops = textsAt(container.value, ...path, 'drop').includes('ALL')
            ? []
            : [containerHit(container, [...path, 'drop'], 'does not drop all capabilities')];
          const adds = listAt(container.value, ...path, 'add').flatMap((name, index) =>
            name === 'NET_BIND_SERVICE'
              ? []
              : [
                  {
                    path: at(container.path, ...path, 'add', index),
                    container: container.name,
                    clause: `adds the capability ${typeof name === 'string' ? name : JSON.stringify(name)}`,
                  },
                ],
          );
          return [...drops, ...adds];
        }),
);

export const procMountRestricted = restricted(
  'procMount_restricted',
  { since: 35, what: 'Another /proc mount than the default is forbidden, in a user namespace too.', overrides: ['procMount'] },
  procMountHits,
);

export const restrictedControls: readonly Control[] = [
  restrictedVolumes,
  allowPrivilegeEscalation,
  runAsNonRoot,
  runAsUser,
  seccompRestricted,
  capabilitiesRestricted,
  procMountRestricted,
];
