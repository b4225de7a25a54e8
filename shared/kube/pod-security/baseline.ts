import type { ContainerAt, PodTemplate } from '#contract/rule';
import { containersOf } from '../containers.ts';
import { field, listAt, numberAt, textAt, textMapAt } from '../json-fields.ts';
import { at } from '../pointer.ts';
import type { Control, Hit } from './control.ts';
import { userNamespaceExempt } from './control.ts';

/** Capabilities that baseline lets a container add. */
export const baselineCapabilities: readonly string[] = [
  'AUDIT_WRITE',
  'CHOWN',
  'DAC_OVERRIDE',
  'FOWNER',
  'FSETID',
  'KILL',
  'MKNOD',
  'NET_BIND_SERVICE',
  'SETFCAP',
  'SETGID',
  'SETPCAP',
  'SETUID',
  'SYS_CHROOT',
];

const baseline = (id: string, what: string, judge: Control['judge'], since = 0): Control => ({
  id,
  level: 'baseline',
  since,
  overrides: [],
  what,
  judge,
});

interface ContextAt {
  readonly value: unknown;
  readonly path: string;
  readonly container?: string;
}

/** The securityContexts that are there, of the pod and of its containers. */
const contexts = (pod: PodTemplate): readonly ContextAt[] => {
  const found: ContextAt[] = [];
  const ofPod = field(pod.spec, 'securityContext');
  if (ofPod !== undefined) found.push({ value: ofPod, path: at(pod.path, 'spec', 'securityContext') });
  for (const container of containersOf(pod)) {
    const value = field(container.value, 'securityContext');
    if (value !== undefined) found.push({ value, path: at(container.path, 'securityContext'), container: container.name });
  }
  return found;
};

const hit = (place: { readonly container?: string }, path: string, clause: string): Hit => ({
  path,
  clause,
  ...(place.container === undefined ? {} : { container: place.container }),
});

const eachContainer = (pod: PodTemplate, judge: (container: ContainerAt) => readonly Hit[]): readonly Hit[] =>
  containersOf(pod).flatMap(judge);

export const windowsHostProcess = baseline('windowsHostProcess', 'Windows host processes are forbidden.', pod =>
  contexts(pod).flatMap(place =>
    field(place.value, 'windowsOptions', 'hostProcess') === true
      ? [hit(place, at(place.path, 'windowsOptions', 'hostProcess'), 'runs as a Windows host process')]
      : [],
  ),
);

export const hostNamespaces = baseline('hostNamespaces', 'Sharing the namespaces of the host is forbidden.', pod =>
  (['hostNetwork', 'hostPID', 'hostIPC'] as const).flatMap(name =>
    pod.spec[name] === true ? [{ path: at(pod.path, 'spec', name), clause: `shares the host’s namespace through ${name}` }] : [],
  ),
);

export const privileged = baseline('privileged', 'Privileged containers are forbidden.', pod =>
  eachContainer(pod, container =>
    field(container.value, 'securityContext', 'privileged') === true
      ? [
          {
            path: at(container.path, 'securityContext', 'privileged'),
            container: container.name,
            clause: 'runs in privileged mode',
          },
        ]
      : [],
  ),
);

export const capabilitiesBaseline = baseline(
  'capabilities_baseline',
  'Adding capabilities beyond the runtime’s default set is forbidden.',
  pod =>
    eachContainer(pod, container =>
      listAt(container.value, 'securityContext', 'capabilities', 'add').flatMap((capability, index) =>
        typeof capability === 'string' && !baselineCapabilities.includes(capability)
          ? [
              {
                path: at(container.path, 'securityContext', 'capabilities', 'add', index),
                container: container.name,
                clause: `adds the capability ${capability}`,
              },
            ]
          : [],
      ),
    ),
);

export const hostPathVolumes = baseline('hostPathVolumes', 'HostPath volumes are forbidden.', pod =>
  listAt(pod.spec, 'volumes').flatMap((volume, index) =>
    field(volume, 'hostPath') === undefined
      ? []
      : [
          {
            path: at(pod.path, 'spec', 'volumes', index, 'hostPath'),
            clause: `mounts the path ${textAt(volume, 'hostPath', 'path') ?? '?'} of its node`,
          },
        ],
  ),
);

export const hostPorts = baseline('hostPorts', 'Host ports are forbidden.', pod =>
  eachContainer(pod, container =>
    listAt(container.value, 'ports').flatMap((port, index) => {
      const hostPort = numberAt(port, 'hostPort');
      return hostPort === undefined || hostPort === 0
        ? []
        : [
            {
              path: at(container.path, 'ports', index, 'hostPort'),
              container: container.name,
              clause: `takes port ${hostPort} of its node`,
            },
          ];
    }),
  ),
);

const handlers = [
  ['livenessProbe'],
  ['readinessProbe'],
  ['startupProbe'],
  ['lifecycle', 'postStart'],
  ['lifecycle', 'preStop'],
] as const;

const probeHits = (container: ContainerAt): readonly Hit[] => {
  const hits: Hit[] = [];
  for (const handler of handlers) {
    const value = field(container.value, ...handler);
    if (value === undefined) continue;
    for (const action of ['httpGet', 'tcpSocket'] as const) {
      const host = textAt(value, action, 'host');
      if (host === undefined || host === '') continue;
      const clause = `makes the kubelet connect to ${host} by its ${handler.join('.')}`;
      hits.push({ path: at(container.path, ...handler, action, 'host'), container: container.name, clause });
    }
  }
  return hits;
};

export const hostProbes = baseline(
  'hostProbesAndHostLifecycle',
  'Probes and lifecycle handlers that name another host are forbidden.',
  pod => eachContainer(pod, probeHits),
  34,
);

const appArmorPrefix = 'container.apparmor.security.beta.kubernetes.io/';
const profileTypes: readonly unknown[] = ['RuntimeDefault', 'Localhost'];

export const appArmorProfile = baseline('appArmorProfile', 'Switching AppArmor off is forbidden.', pod => [
  ...contexts(pod).flatMap(place => {
    const type = field(place.value, 'appArmorProfile', 'type');
    return type === undefined || profileTypes.includes(type)
      ? []
      : [
          hit(
            place,
            at(place.path, 'appArmorProfile', 'type'),
            `sets the AppArmor profile ${typeof type === 'string' ? type : JSON.stringify(type)}`,
          ),
        ];
  }),
  ...[...textMapAt(pod.metadata, 'annotations')].flatMap(([key, value]) =>
    !key.startsWith(appArmorPrefix) || value === '' || value === 'runtime/default' || value.startsWith('localhost/')
      ? []
      : [
          {
            path: at(pod.path, 'metadata', 'annotations', key),
            container: key.slice(appArmorPrefix.length),
            clause: `sets the AppArmor profile ${value}`,
          },
        ],
  ),
]);

const selinuxTypes: readonly string[] = ['', 'container_t', 'container_init_t', 'container_kvm_t'];

export const seLinuxOptions = baseline('seLinuxOptions', 'SELinux users, roles and special types are forbidden.', (pod, minor) =>
  contexts(pod).flatMap(place => {
    const allowed = minor >= 31 ? [...selinuxTypes, 'container_engine_t'] : selinuxTypes;
    return (['type', 'user', 'role'] as const).flatMap(name => {
      const value = textAt(place.value, 'seLinuxOptions', name) ?? '';
      const good = name === 'type' ? allowed.includes(value) : value === '';
      return good ? [] : [hit(place, at(place.path, 'seLinuxOptions', name), `sets the SELinux ${name} ${value}`)];
    });
  }),
);

export const procMountHits = (pod: PodTemplate): readonly Hit[] =>
  eachContainer(pod, container => {
    const mount = textAt(container.value, 'securityContext', 'procMount');
    return mount === undefined || mount === 'Default'
      ? []
      : [
          {
            path: at(container.path, 'securityContext', 'procMount'),
            container: container.name,
            clause: `mounts /proc as ${mount}`,
          },
        ];
  });

export const procMount = baseline('procMount', 'Another /proc mount than the default is forbidden.', (pod, minor) =>
  userNamespaceExempt(pod, minor) ? [] : procMountHits(pod),
);

const validSeccompAnnotation = (value: string): boolean =>
  value === 'runtime/default' || value === 'docker/default' || value.startsWith('localhost/');

const seccompAnnotations = (pod: PodTemplate): readonly Hit[] => {
  const annotations = textMapAt(pod.metadata, 'annotations');
  const places: readonly { readonly key: string; readonly container?: string }[] = [
    { key: 'seccomp.security.alpha.kubernetes.io/pod' },
    ...containersOf(pod).map(container => ({
      key: `container.seccomp.security.alpha.kubernetes.io/${container.name}`,
      container: container.name,
    })),
  ];
  return places.flatMap(place => {
    const value = annotations.get(place.key);
    return value === undefined || validSeccompAnnotation(value)
      ? []
      : [hit(place, at(pod.path, 'metadata', 'annotations', place.key), `sets the seccomp profile ${value}`)];
  });
};

/** Places with a seccomp profile of another type than RuntimeDefault or Localhost. */
export const badSeccompProfiles = (pod: PodTemplate): readonly Hit[] =>
  contexts(pod).flatMap(place => {
    const profile = field(place.value, 'seccompProfile');
    return profile === undefined || profileTypes.includes(field(profile, 'type'))
      ? []
      : [hit(place, at(place.path, 'seccompProfile', 'type'), `sets the seccomp profile ${textAt(profile, 'type') ?? '?'}`)];
  });

export const seccompBaseline = baseline('seccompProfile_baseline', 'Switching seccomp off is forbidden.', (pod, minor) =>
  minor < 19 ? seccompAnnotations(pod) : badSeccompProfiles(pod),
);

const sysctlsSince: readonly (readonly [number, readonly string[]])[] = [
  [
    0,
    [
      'kernel.shm_rmid_forced',
      'net.ipv4.ip_local_port_range',
      'net.ipv4.tcp_syncookies',
      'net.ipv4.ping_group_range',
      'net.ipv4.ip_unprivileged_port_start',
    ],
  ],
  [27, ['net.ipv4.ip_local_reserved_ports']],
  [
    29,
    ['net.ipv4.tcp_keepalive_time', 'net.ipv4.tcp_fin_timeout', 'net.ipv4.tcp_keepalive_intvl', 'net.ipv4.tcp_keepalive_probes'],
  ],
  [32, ['net.ipv4.tcp_rmem', 'net.ipv4.tcp_wmem']],
  [37, ['net.ipv4.tcp_slow_start_after_idle', 'net.ipv4.tcp_notsent_lowat']],
];

export const sysctls = baseline('sysctls', 'Sysctls beyond the safe set are forbidden.', (pod, minor) => {
  const allowed = sysctlsSince.flatMap(([since, names]) => (since <= minor ? names : []));
  return listAt(pod.spec, 'securityContext', 'sysctls').flatMap((sysctl, index) => {
    const name = textAt(sysctl, 'name') ?? '';
    return allowed.includes(name)
      ? []
      : [{ path: at(pod.path, 'spec', 'securityContext', 'sysctls', index), clause: `sets the sysctl ${name}` }];
  });
});

export const baselineControls: readonly Control[] = [
  windowsHostProcess,
  hostNamespaces,
  privileged,
  capabilitiesBaseline,
  hostPathVolumes,
  hostPorts,
  hostProbes,
  appArmorProfile,
  seLinuxOptions,
  procMount,
  seccompBaseline,
  sysctls,
];
