import { expect, test } from 'vitest';
import type { RbacChange } from '#contract/rbac-change';
import { rbacChangeMarkdown } from './rbac-change-markdown.ts';
import { rbacChangeText } from './rbac-change-text.ts';

const none: RbacChange = {
  before: 'prod',
  after: 'prod with deploy/',
  objects: [],
  objectCount: 0,
  subjects: [],
  subjectCount: 0,
  gainedCount: 0,
  lostCount: 0,
  comesAlive: [],
  paths: null,
  needs: [],
  caveats: [],
};

const grant = {
  binding: { kind: 'RoleBinding' as const, namespace: 'shop', name: 'dev' },
  role: { kind: 'Role' as const, namespace: 'shop', name: 'reader' },
  rule: 1,
  subject: 'user:bob',
  baseline: false,
};

const gain = (more: Partial<RbacChange> = {}): RbacChange => ({
  ...none,
  subjects: [
    {
      subject: 'user:bob',
      baseline: false,
      gained: [
        {
          namespace: 'shop',
          group: '',
          resources: ['pods'],
          verbs: ['get', 'list'],
          names: [],
          urls: [],
          by: [grant],
          moreBy: 0,
        },
      ],
      lost: [{ namespace: null, group: 'apps', resources: ['*'], verbs: ['*'], names: ['a'], urls: [], by: [grant], moreBy: 0 }],
      gainedCount: 2,
      lostCount: 1,
    },
  ],
  subjectCount: 1,
  gainedCount: 2,
  lostCount: 1,
  ...more,
});

const step = (edge: string, from: string, to: string) => ({
  edge,
  from,
  to,
  what: '',
  cost: 1,
  severity: 'critical' as const,
  by: [],
  moreBy: 0,
  blockedBy: [],
  uncertain: [],
});

const paths: RbacChange['paths'] = {
  reachingBefore: 3,
  reachingAfter: 4,
  gained: [
    {
      from: 'user:bob',
      costBefore: null,
      costAfter: 2,
      path: {
        cost: 2,
        severity: 'critical',
        blocked: false,
        steps: [step('TOKEN_REQUEST', 'user:bob', 'sa:ci/argo'), step('CLUSTER_ADMIN', 'sa:ci/argo', 'admin')],
      },
    },
  ],
  gainedCount: 51,
  lost: [],
  lostCount: 0,
};

const hostile = gain({ after: 'a | b\n# <b>x</b> [y](http://z) @all', caveats: ['\u001b[2J `x`'] });

const cases: readonly (readonly [is: string, change: RbacChange, markdown: readonly RegExp[], text: readonly RegExp[]])[] = [
  ['nothing', none, [/No role and no binding changes/], [/^No role and no binding changes\.\n$/]],
  [
    'objects without effect',
    { ...none, objectCount: 2 },
    [/2 roles and bindings differ, and nobody’s rights change/],
    [/nobody’s rights change/],
  ],
  [
    'gains and losses',
    gain(),
    [
      /1 subject gains 2 rights; 1 subject loses 1 right\./,
      /## Rights gained\n\n\| Subject \| Right \| Where \| By \|\n\|---\|---\|---\|---\|\n\| user:bob \| get, list pods \| in shop \| RoleBinding shop\/dev, rule 2 of Role shop\/reader \|/,
      /every verb on every resource \(apps\) named a \| cluster-wide/,
    ],
    [/ {2}\+ get, list pods in shop: RoleBinding shop\/dev/, / {2}- every verb on every resource \(apps\) named a cluster-wide/],
  ],
  [
    'ways',
    { ...none, paths },
    [
      /4 identities and workloads reach admin, 3 did before/,
      /ways to admin: 51\n\n- user:bob -TOKEN\\_REQUEST-\\> sa:ci\/argo -CLUSTER\\_ADMIN-\\> admin \(cost 2\)\n- and 50 more/,
    ],
    [/ {2}\+ user:bob -TOKEN_REQUEST-> sa:ci\/argo -CLUSTER_ADMIN-> admin \(cost 2\)\n {2}and 50 more/],
  ],
  ['hostile names', hostile, [/After: a \\\| b\\\\n\\# \\<b\\>x/, /\\\\x1b\\\[2J/], []],
];

test.each(cases)('%s', (_, change, markdown, text) => {
  for (const words of markdown) expect(rbacChangeMarkdown(change)).toMatch(words);
  for (const words of text) expect(rbacChangeText(change)).toMatch(words);
});
