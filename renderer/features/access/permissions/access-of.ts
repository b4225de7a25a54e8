import type { Access } from '#contract/rbac';
import { usualGroup } from './AccessForm.tsx';

/** `deployments.apps` names its group; `deployments` alone means the usual one, and `/metrics` is a path of the server. */
export const accessOf = (ask: Readonly<Record<string, string>>): Access | null => {
  const verb = ask['verb'] ?? '';
  const written = ask['resource'] ?? '';
  if (verb === '' || written === '') return null;
  if (written.startsWith('/')) return { verb, path: written };
  const slash = written.indexOf('/');
  const [named, sub] = slash < 0 ? [written, ask['subresource'] ?? ''] : [written.slice(0, slash), written.slice(slash + 1)];
  const dot = named.indexOf('.');
  const [resource, group] = dot < 0 ? [named, ask['group'] ?? usualGroup(named)] : [named.slice(0, dot), named.slice(dot + 1)];
  return { verb, group, resource, subresource: sub, namespace: ask['ns'] ?? '', name: ask['name'] ?? '' };
};
