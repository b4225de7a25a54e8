import type { KubeObject } from '#contract/kube';

/** Names under which people write who answers for an object, in the order of how plainly they say so. */
const keys = ['owner', 'owned-by', 'team', 'squad', 'contact', 'maintainer'] as const;

const most = 120;

const lastPart = (key: string): string => key.slice(key.lastIndexOf('/') + 1).toLowerCase();

const textIn = (map: unknown, wanted: string): string | null => {
  if (typeof map !== 'object' || map === null) return null;
  for (const [key, value] of Object.entries(map))
    if (typeof value === 'string' && value.trim() !== '' && lastPart(key) === wanted) return value.trim().slice(0, most);
  return null;
};

const ownerIn = ({ metadata }: KubeObject): string | null => {
  for (const key of keys) {
    // An annotation can be a whole sentence; a label is what tools read, so it decides.
    const found = textIn(metadata.labels, key) ?? textIn(metadata.annotations, key);
    if (found !== null) return found;
  }
  return null;
};

/** Who answers for an object as it says itself, else its namespace does; null where neither tells. */
export const ownedBy = (object: KubeObject, namespace: KubeObject | undefined): string | null =>
  ownerIn(object) ?? (namespace === undefined ? null : ownerIn(namespace));
