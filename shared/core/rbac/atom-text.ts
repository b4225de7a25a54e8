import type { AtomicRule } from '#kube/rbac/covers';

const groupPart = (group: string): string => (group === '' ? '' : `.${group}`);

/** `create pods/exec`, `get deployments.apps "api"`, `get /metrics` */
export const atomText = ({ verb, group, resource, name, url }: AtomicRule): string => {
  if (url !== null) return `${verb} ${url}`;
  return `${verb} ${resource}${groupPart(group)}${name === null ? '' : ` ${JSON.stringify(name)}`}`;
};
