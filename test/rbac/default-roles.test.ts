import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { KubeObject } from '#contract/kube';
import { createSnapshotIndex } from '#core/evaluate/snapshot-index';
import { createAuthorizer } from '#core/rbac/authorizer';
import { judgeBaseline } from '#core/rbac/baseline';
import { defaultEntries } from '#core/rbac/default-roles/data.generated';
import { defaultRole } from '#core/rbac/default-roles/lookup';
import { policyOf } from '#core/rbac/policy-of';
import { upkeep } from '#core/rbac/upkeep/upkeep';
import { policyRules } from '#kube/rbac/policy-rule';
import { bindingSubjects } from '#kube/rbac/subjects';
import { isBootstrapped, roleRefOf } from '#kube/rbac-rules';
import { cacheFolder } from '#test/cluster/binaries';
import type { TestCluster } from '#test/cluster/cluster';
import { quietControllers, startCluster } from '#test/cluster/start';
import { clusterSuite } from '#test/cluster/suite';
import { current, type KubernetesVersion, older } from '#test/cluster/versions';
import { snapshotOf } from '#test/rules/snapshot-of';
import { readRbac, settle } from './live-state.ts';

/** The generated defaults against what a fresh server of that version holds. Older servers are asked where they have been built. */

const sorted = (texts: readonly string[]): readonly string[] => [...new Set(texts)].sort();

type Rules = ReturnType<typeof policyRules>;
const linesOf = (rules: Rules): readonly string[] =>
  sorted(
    rules.map(({ verbs, apiGroups, resources, resourceNames, nonResourceURLs }) =>
      JSON.stringify([verbs, apiGroups, resources, resourceNames, nonResourceURLs].map(sorted)),
    ),
  );

const subjectLines = (binding: KubeObject): readonly string[] =>
  sorted(
    bindingSubjects(binding).map(({ kind, name, namespace }) =>
      kind === 'ServiceAccount' ? `${kind} ${namespace ?? ''}/${name}` : `${kind} ${name}`,
    ),
  );

const nameOf = ({ kind, metadata }: KubeObject): string => `${kind} ${metadata.namespace ?? '-'} ${metadata.name}`;

const contentOf = (object: KubeObject): unknown => {
  if (!object.kind.endsWith('Binding')) return linesOf(policyRules(object));
  const { kind, name } = roleRefOf(object);
  return { role: `${kind} ${name}`, subjects: subjectLines(object) };
};

/** What our data says that a server of this version holds. */
const expectedAt = (minor: number): ReadonlyMap<string, unknown> =>
  new Map(
    defaultEntries
      .filter(({ since, until }) => since <= minor && minor <= until)
      // Roles that feature gates alone bring stand in our data without rules.
      .filter(entry => 'subjects' in entry || entry.rules.length > 0 || entry.aggregates !== undefined)
      .map(entry => [
        `${entry.kind} ${entry.namespace ?? '-'} ${entry.name}`,
        'subjects' in entry
          ? { role: entry.role, subjects: sorted(entry.subjects) }
          : linesOf(defaultRole(entry.kind, entry.namespace, entry.name, minor)?.rules ?? []),
      ]),
  );

const minorOf = ({ kubernetes }: KubernetesVersion): number => Number(kubernetes.split('.')[1]);

// Asking for the binaries would build them, for minutes.
const isBuilt = (version: KubernetesVersion): boolean => existsSync(join(cacheFolder(version), 'kube-apiserver'));
const versions = [current, ...older.filter(isBuilt)];

for (const version of versions) {
  const minor = minorOf(version);
  await clusterSuite(`default roles of a fresh ${version.kubernetes}`, () => {
    let cluster: TestCluster;
    let live: readonly KubeObject[];

    beforeAll(async () => {
      cluster = await startCluster({ version, controllers: quietControllers });
      await settle(cluster, 'default');
      live = await readRbac(cluster);
    });
    afterAll(() => cluster.stop());

    it('are those of our data, each with the same rules and subjects', () => {
      const found = new Map(live.filter(isBootstrapped).map(object => [nameOf(object), contentOf(object)]));
      expect(Object.fromEntries(found)).toEqual(Object.fromEntries(expectedAt(minor)));
      expect(found.size).toBeGreaterThan(100);
    });

    it('are baseline, and nothing else is', () => {
      const wrong = live.filter(object => judgeBaseline(object, minor).baseline !== isBootstrapped(object));
      expect(wrong.map(object => `${nameOf(object)}: ${judgeBaseline(object, minor).why}`)).toEqual([]);
    });

    it('differ in nothing from their own version’s, and much from the newest', () => {
      const changed = (serverVersion: string): readonly string[] => {
        const snapshot = snapshotOf({ objects: live });
        const index = createSnapshotIndex({ ...snapshot, meta: { ...snapshot.meta, serverVersion } });
        const asked = { kind: 'default-changed', hideBaseline: false, offset: 0, limit: 500 } as const;
        return upkeep(createAuthorizer(policyOf(index)), index, asked).rows.map(({ what }) => what);
      };
      expect(changed(version.kubernetes)).toEqual([]);
      const differs = changed(current.kubernetes).length;
      expect(version === current ? differs === 0 : differs > 3).toBe(true);
    });
  });
}
