import { groupOf } from '#contract/kube';
import type { KubeObject } from '#contract/kube';
import type { Edit } from '#contract/rule';

interface Immutable {
  /** Prefixes that the API server refuses to change on an object that exists. */
  readonly fixed: RegExp;
  readonly except: RegExp;
  readonly instead: string;
}

const never = /$^/;

/** By `group/Kind`; from the API server's own update validation. */
const immutable: Readonly<Record<string, Immutable>> = {
  '/Pod': {
    fixed: /^\/spec\//,
    except: /^\/spec\/(?:initContainers|containers)\/\d+\/image$|^\/spec\/activeDeadlineSeconds$/,
    instead: 'Change the file or program that makes this Pod, then delete the Pod and create it anew.',
  },
  'batch/Job': {
    fixed: /^\/spec\/(?:template|selector|completions)/,
    except: never,
    instead: 'Change the file that the Job comes from; its next run takes the new template.',
  },
  'rbac.authorization.k8s.io/RoleBinding': {
    fixed: /^\/roleRef/,
    except: never,
    instead: 'Create a new binding with the narrower role, then delete this one.',
  },
  'rbac.authorization.k8s.io/ClusterRoleBinding': {
    fixed: /^\/roleRef/,
    except: never,
    instead: 'Create a new binding with the narrower role, then delete this one.',
  },
  'apps/StatefulSet': {
    fixed: /^\/spec\/(?:volumeClaimTemplates|selector|serviceName|podManagementPolicy)/,
    except: never,
    instead: 'Delete the StatefulSet with --cascade=orphan and create it anew.',
  },
  'apps/Deployment': { fixed: /^\/spec\/selector/, except: never, instead: 'Delete the Deployment and create it anew.' },
};

/** What to do instead, where an edit would change what the server lets nobody change. */
export const refusedByServer = (
  object: KubeObject,
  edits: readonly Edit[],
): { readonly path: string; readonly instead: string } | undefined => {
  const rule = immutable[`${groupOf(object.apiVersion)}/${object.kind}`];
  const edit = edits.find(
    candidate => candidate.op !== 'create' && rule?.fixed.test(candidate.path) === true && !rule.except.test(candidate.path),
  );
  return rule === undefined || edit === undefined || edit.op === 'create'
    ? undefined
    : { path: edit.path, instead: rule.instead };
};
