import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { KubeObject } from '#contract/kube';
import { baselineControls } from '#kube/pod-security/baseline';
import { restrictedControls } from '#kube/pod-security/restricted';
import { judgePod } from '#kube/pod-security/standards';
import { podTemplateOf } from '#kube/pod-templates';
import { root } from './case-file.ts';

/** Our Pod Security controls against k8s.io/pod-security-admission itself, at every version where one changes. */

const module = 'k8s.io/pod-security-admission v0.37.2';
const minors = [0, 7, 8, 18, 19, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37];
const levels = ['baseline', 'restricted'] as const;

/** How the admission's messages name each control. */
const reasonOf: Readonly<Record<string, string>> = {
  windowsHostProcess: 'hostProcess',
  hostNamespaces: 'host namespaces',
  privileged: 'privileged',
  capabilities_baseline: 'non-default capabilities',
  hostPathVolumes: 'hostPath volumes',
  hostPorts: 'hostPort',
  hostProbesAndHostLifecycle: 'probe or lifecycle host',
  appArmorProfile: 'forbidden AppArmor profile',
  seLinuxOptions: 'seLinuxOptions',
  procMount: 'procMount',
  seccompProfile_baseline: 'seccompProfile',
  sysctls: 'forbidden sysctls',
  restrictedVolumes: 'restricted volume types',
  allowPrivilegeEscalation: 'allowPrivilegeEscalation != false',
  runAsNonRoot: 'runAsNonRoot != true',
  runAsUser: 'runAsUser=0',
  seccompProfile_restricted: 'seccompProfile',
  capabilities_restricted: 'unrestricted capabilities',
  procMount_restricted: 'procMount',
};

const maybe = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(arbitrary, { nil: undefined, freq: 2 });
const pick = <T>(...values: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...values);

const seLinux = fc.record({
  type: maybe(pick('', 'container_t', 'container_init_t', 'container_kvm_t', 'container_engine_t', 'spc_t')),
  user: maybe(pick('', 'u')),
  role: maybe(pick('', 'r')),
});
const profile = fc.record({ type: pick('RuntimeDefault', 'Localhost', 'Unconfined') });
const shared = {
  runAsNonRoot: maybe(fc.boolean()),
  runAsUser: maybe(pick(0, 1000)),
  seccompProfile: maybe(profile),
  appArmorProfile: maybe(profile),
  seLinuxOptions: maybe(seLinux),
  windowsOptions: maybe(fc.record({ hostProcess: maybe(fc.boolean()) })),
};
const capability = pick('ALL', 'NET_BIND_SERVICE', 'CHOWN', 'NET_RAW', 'SYS_ADMIN', 'CAP_CHOWN', 'all');
const containerContext = fc.record({
  ...shared,
  privileged: maybe(fc.boolean()),
  allowPrivilegeEscalation: maybe(fc.boolean()),
  procMount: maybe(pick('Default', 'Unmasked')),
  capabilities: maybe(
    fc.record({ add: maybe(fc.array(capability, { maxLength: 2 })), drop: maybe(fc.array(capability, { maxLength: 2 })) }),
  ),
});
const action = fc.record({
  httpGet: maybe(fc.record({ host: maybe(pick('', '10.0.0.1')), port: pick(80) })),
  tcpSocket: maybe(fc.record({ host: maybe(pick('', 'db')), port: pick(80) })),
});
const container = fc.record({
  name: pick('a', 'b'),
  securityContext: maybe(containerContext),
  ports: maybe(fc.array(fc.record({ containerPort: pick(80), hostPort: maybe(pick(0, 80)) }), { maxLength: 1 })),
  livenessProbe: maybe(action),
  readinessProbe: maybe(action),
  startupProbe: maybe(action),
  lifecycle: maybe(fc.record({ postStart: maybe(action), preStop: maybe(action) })),
});
const volume = pick<object>(
  ...['configMap', 'csi', 'downwardAPI', 'emptyDir', 'ephemeral', 'image', 'persistentVolumeClaim', 'projected', 'secret'].map(
    type => ({ name: 'v', [type]: {} }),
  ),
  ...[
    'hostPath',
    'hostPath',
    'hostPath',
    'hostPath',
    'gcePersistentDisk',
    'awsElasticBlockStore',
    'gitRepo',
    'nfs',
    'iscsi',
    'glusterfs',
    'rbd',
    'flexVolume',
    'cinder',
    'cephfs',
    'flocker',
    'fc',
  ].map(type => ({ name: 'v', [type]: {} })),
  ...['azureFile', 'azureDisk', 'vsphereVolume', 'quobyte', 'portworxVolume', 'photonPersistentDisk', 'scaleIO', 'storageos'].map(
    type => ({ name: 'v', [type]: {} }),
  ),
  { name: 'v' },
);
const sysctl = pick(
  'kernel.shm_rmid_forced',
  'net.ipv4.ip_local_port_range',
  'net.ipv4.tcp_syncookies',
  'net.ipv4.ping_group_range',
  'net.ipv4.ip_unprivileged_port_start',
  'net.ipv4.ip_local_reserved_ports',
  'net.ipv4.tcp_keepalive_time',
  'net.ipv4.tcp_fin_timeout',
  'net.ipv4.tcp_keepalive_intvl',
  'net.ipv4.tcp_keepalive_probes',
  'net.ipv4.tcp_rmem',
  'net.ipv4.tcp_wmem',
  'net.ipv4.tcp_slow_start_after_idle',
  'net.ipv4.tcp_notsent_lowat',
  'kernel.msgmax',
);
const annotations = fc.record({
  'container.apparmor.security.beta.kubernetes.io/a': maybe(pick('', 'runtime/default', 'localhost/x', 'unconfined')),
  'seccomp.security.alpha.kubernetes.io/pod': maybe(pick('', 'runtime/default', 'docker/default', 'localhost/x', 'unconfined')),
  'container.seccomp.security.alpha.kubernetes.io/a': maybe(pick('runtime/default', 'unconfined')),
});
const pod = fc.record({
  apiVersion: pick('v1'),
  kind: pick('Pod'),
  metadata: fc.record({ name: pick('p'), annotations: maybe(annotations) }),
  spec: fc.record({
    containers: fc.array(container, { minLength: 1, maxLength: 2 }),
    initContainers: maybe(fc.array(container, { maxLength: 1 })),
    ephemeralContainers: maybe(fc.array(container, { maxLength: 1 })),
    securityContext: maybe(
      fc.record({
        ...shared,
        sysctls: maybe(
          fc.array(
            sysctl.map(name => ({ name, value: '1' })),
            { maxLength: 2 },
          ),
        ),
      }),
    ),
    hostNetwork: maybe(fc.boolean()),
    hostPID: maybe(fc.boolean()),
    hostIPC: maybe(fc.boolean()),
    hostUsers: maybe(fc.boolean()),
    os: maybe(fc.record({ name: pick('linux', 'windows') })),
    volumes: maybe(fc.array(volume, { maxLength: 2 })),
  }),
});

interface Judge {
  readonly binary: string;
  /** Why there is none. */
  readonly missing: string;
}

const buildJudge = (): Judge => {
  if (spawnSync('go', ['version']).status !== 0) return { binary: '', missing: 'needs Go on PATH' };
  const folder = join(tmpdir(), `plumbline-pss-oracle-${process.getuid?.() ?? 0}`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'main.go'), readFileSync(join(root, 'test/rules/pss-oracle/main.go.txt')));
  writeFileSync(join(folder, 'go.mod'), `module plumbline.test/pss\n\ngo 1.26\n\nrequire ${module}\n`);
  const built = spawnSync('go', ['build', '-mod=mod', '-o', 'judge', '.'], { cwd: folder, encoding: 'utf8', timeout: 280_000 });
  return built.status === 0
    ? { binary: join(folder, 'judge'), missing: '' }
    : { binary: '', missing: `go build failed: ${built.stderr.slice(-300)}` };
};

const ours = (object: KubeObject): readonly string[] => {
  const template = podTemplateOf(object);
  if (template === undefined) throw new Error('The generator makes pods.');
  return levels.flatMap(level =>
    minors.map(minor =>
      judgePod(template, { level, minor })
        .map(({ control }) => reasonOf[control.id] ?? control.id)
        .toSorted()
        .join(';'),
    ),
  );
};

const theirs = (line: string): readonly string[] =>
  line.split('|').map(verdict =>
    verdict
      .split(';')
      .map(reason => (reason.startsWith('forbidden AppArmor') ? 'forbidden AppArmor profile' : reason))
      .toSorted()
      .join(';'),
  );

const judge = buildJudge();
const note =
  judge.missing === '' ? '' : ` (skipped: ${judge.missing}; npm test -- test/rules/pss-oracle.test.ts runs it where Go is)`;

test('the judge is here wherever CI is set', () => {
  expect(process.env['CI'] === undefined ? '' : judge.missing).toBe('');
});

test('every control has a name in the messages', () => {
  expect([...baselineControls, ...restrictedControls].map(control => control.id).toSorted()).toEqual(
    Object.keys(reasonOf).toSorted(),
  );
});

test.skipIf(judge.missing !== '')(`the verdicts are those of ${module}${note}`, { timeout: 300_000 }, () => {
  const pods = fc
    .sample(pod, { numRuns: 1500, seed: 8 })
    .map(value => JSON.parse(JSON.stringify(value)) as unknown as KubeObject);
  const input = pods.map(value => JSON.stringify(value)).join('\n');
  const lines = execFileSync(judge.binary, minors.map(String), { input, maxBuffer: 1 << 28 })
    .toString()
    .trimEnd()
    .split('\n');
  expect(lines).toHaveLength(pods.length);
  const counts = new Map<string, number>();
  for (const [index, object] of pods.entries()) {
    const expected = theirs(lines[index] ?? '');
    const got = ours(object);
    const wrong = expected.flatMap((verdict, place) =>
      verdict === got[place]
        ? []
        : [
            {
              level: levels[Math.floor(place / minors.length)],
              minor: minors[place % minors.length],
              theirs: verdict,
              ours: got[place],
              pod: object,
            },
          ],
    );
    expect(wrong.slice(0, 1)).toEqual([]);
    expected.forEach((verdict, place) => {
      for (const reason of verdict.split(';'))
        counts.set(
          `${reason} ${minors[place % minors.length]}`,
          (counts.get(`${reason} ${minors[place % minors.length]}`) ?? 0) + 1,
        );
    });
  }
  // Each control was seen to forbid at each version that has it, so that agreement means something.
  for (const control of [...baselineControls, ...restrictedControls])
    for (const minor of minors.filter(value => value >= control.since))
      expect(counts.get(`${reasonOf[control.id]} ${minor}`) ?? 0, `${control.id} at v1.${minor}`).toBeGreaterThan(20);
});
