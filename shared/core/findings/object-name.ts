import type { Finding } from '#contract/finding';

interface Named {
  readonly kind: string;
  readonly namespace?: string | undefined;
  readonly name: string;
}

/** "Deployment shop/api"; what is none is the cluster. */
export const refOf = (object: Named | null): string =>
  object === null
    ? 'the cluster'
    : `${object.kind} ${object.namespace === undefined ? '' : `${object.namespace}/`}${object.name}`;

/** The object that a person edits. */
export const objectName = (finding: Finding): string => refOf(finding.resource);
