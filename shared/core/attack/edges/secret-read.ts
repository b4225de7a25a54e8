import type { RightsEdge, Target } from '../edge.ts';
import { because, seen } from '../reached.ts';
import { secretId, type World } from '../world.ts';
import { readsSecret, secretReadDetect, secretReadReferences } from './secret-rights.ts';
import { secretHolds } from './secret-types.ts';

function* targets(world: World, namespace: string): Iterable<Target> {
  for (const secret of world.list('secrets', namespace)) {
    const { name } = secret.metadata;
    yield { id: secretId(namespace, name), name, ...because(seen(world, secret, '/type', secretHolds(secret))) };
  }
}

export const secretRead: RightsEdge = {
  kind: 'rights',
  id: 'SECRET_READ_DIRECT',
  row: 'R13',
  title: 'Reads a Secret',
  severity: 'high',
  cost: 1,
  gives: 'Every value that the Secret holds.',
  abuse:
    'The verbs get, list and watch all show the values. A rule with resourceNames allows list and watch too, with a field selector for that name.',
  detect: secretReadDetect,
  remove: 'Take get, list and watch on secrets out of the role, or name the Secrets that are needed by resourceNames.',
  mitigations: ['Encryption at rest does not help here; an external store with short-lived credentials does.'],
  references: secretReadReferences,
  to: 'secret',
  scope: 'namespace',
  reads: ['secrets'],
  rights: [[readsSecret('target')]],
  targets,
};
