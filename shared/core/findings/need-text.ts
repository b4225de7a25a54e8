import type { Need } from '#contract/coverage';

/** "list on secrets in payments" */
export const needText = ({ verb, resource, group, namespace }: Need): string =>
  `${verb} on ${resource}${group === '' ? '' : `.${group}`}${namespace === undefined ? '' : ` in ${namespace}`}`;
