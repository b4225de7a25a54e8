import type { SnapshotSummary } from '#contract/snapshot';
import { absoluteText } from '#renderer/ui/time.ts';

const origins: Readonly<Record<SnapshotSummary['meta']['origin'], string>> = {
  cluster: 'captured',
  bundle: 'from a bundle',
  dump: 'from a kubectl dump',
  demo: 'demo',
  manifests: 'from manifests',
};

/** "captured as anna@example.org" */
export const sourceWords = ({ meta }: SnapshotSummary): string =>
  `${origins[meta.origin]}${meta.capturedAs === null || meta.origin === 'demo' ? '' : ` as ${meta.capturedAs}`}`;

const how: Readonly<Record<NonNullable<SnapshotSummary['bundle']>['how'], string>> = {
  imported: 'Imported from a bundle that was intact',
  exported: 'Exported as a bundle',
  verified: 'Its bundle was verified: intact',
};

/** What is known of the bundle that this snapshot is, and when it was. */
export const bundleWords = ({ how: way, at, signedBy }: NonNullable<SnapshotSummary['bundle']>): string =>
  `${how[way]}, ${absoluteText(at)}; ${signedBy === null ? 'not signed' : `signed by ${signedBy}`}.`;
