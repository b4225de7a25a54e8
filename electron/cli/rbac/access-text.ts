import type { Problem } from '#contract/problem';
import type { Access } from '#contract/rbac';
import { fail, ok, type Result } from '#contract/result';
import { usage } from '../usage.ts';

/** `deployments.apps/scale` or `deployments/scale.apps` as kubectl takes it: resource, subresource, group. */
const resourceParts = (text: string): { readonly resource: string; readonly subresource: string; readonly group: string } => {
  const slash = text.indexOf('/');
  const [first, second] = slash < 0 ? [text, ''] : [text.slice(0, slash), text.slice(slash + 1)];
  const dot = first.indexOf('.');
  const subDot = second.indexOf('.');
  const group = dot >= 0 ? first.slice(dot + 1) : subDot >= 0 ? second.slice(subDot + 1) : '';
  return {
    resource: dot < 0 ? first : first.slice(0, dot),
    subresource: subDot < 0 ? second : second.slice(0, subDot),
    group,
  };
};

/** `get pods`, `create pods/exec api-1`, `list deployments.apps`, `get /healthz`: what is asked about. */
export const accessOf = (args: readonly string[], namespace: string | undefined): Result<Access, Problem> => {
  const [verb = '', what = '', name = ''] = args;
  if (verb === '' || what === '' || args.length > 3)
    return fail(
      usage(
        'The access cannot be read.',
        'It takes a verb, a resource or a URL path, and perhaps a name.',
        'Such as: get secrets, create pods/exec api-1, list deployments.apps, get /metrics',
      ),
    );
  if (what.startsWith('/')) {
    if (name !== '' || namespace !== undefined)
      return fail(usage('A URL path takes neither name nor namespace.', 'Non-resource URLs belong to the whole server.'));
    return ok({ verb, path: what });
  }
  return ok({ verb, ...resourceParts(what), namespace: namespace ?? '', name });
};

/** `create pods/exec in shop`, for people. */
export const accessText = (access: Access): string => {
  if ('path' in access) return `${access.verb} ${access.path}`;
  const { verb, group, resource, subresource, namespace, name } = access;
  const full = `${resource}${subresource === '' ? '' : `/${subresource}`}${group === '' ? '' : `.${group}`}`;
  return `${verb} ${full}${name === '' ? '' : ` ${name}`}${namespace === '' ? ' cluster-wide' : ` in ${namespace}`}`;
};
