import type { ResourceAccess } from '#contract/rbac';
import type { Authorizer } from '../authorizer.ts';
import { subjectText } from '../identity.ts';
import { subjectOfKey } from '../subject-index.ts';

/** Who holds a right by bindings that are neither Kubernetes' own nor a vendor's, sorted. */
export interface Claimants {
  /** Subjects that may do this in the namespace; '' asks for who may do it cluster-wide. */
  holders(access: Pick<ResourceAccess, 'verb' | 'group' | 'resource'>, namespace: string): readonly string[];
}

const kept = <V>(make: (key: string) => V): ((key: string) => V) => {
  const values = new Map<string, V>();
  return key => {
    const known = values.get(key);
    if (known !== undefined) return known;
    const made = make(key);
    values.set(key, made);
    return made;
  };
};

export const createClaimants = (authorizer: Authorizer): Claimants => {
  const { policy, subjects, classes } = authorizer;
  const asker = kept(text => {
    const [verb = '', group = '', resource = ''] = text.split(' ');
    const matched = classes.matcher({ verb, group, resource, subresource: '', namespace: '', name: '' });
    const holdersIn = (namespace: string): readonly string[] => {
      const lists = namespace === '' ? subjects.cluster : subjects.namespaces.get(namespace);
      const found: string[] = [];
      for (const [key, bounds] of lists ?? []) {
        const holds = bounds.some(({ binding: at }) => {
          const binding = policy.bindings[at];
          return binding !== undefined && !binding.baseline && binding.role >= 0 && matched(binding.role).length > 0;
        });
        if (holds) found.push(subjectText(subjectOfKey(key)));
      }
      return found;
    };
    const everywhere = kept(() => holdersIn(''));
    return kept(namespace => [...new Set([...everywhere(''), ...(namespace === '' ? [] : holdersIn(namespace))])].sort());
  });
  return {
    holders: ({ verb, group, resource }, namespace) => asker(`${verb} ${group} ${resource}`)(namespace),
  };
};
