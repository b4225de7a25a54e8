import type { PolicyRule } from '#kube/rbac/policy-rule';

const list = (text: string | undefined): readonly string[] =>
  text === undefined || text === '' ? [] : text.split(' ').map(token => (token === '""' ? '' : token));

/** A rule from its line in the generated data. */
export const ruleOfLine = (line: string): PolicyRule => {
  const [verbs, apiGroups, resources, resourceNames, nonResourceURLs] = line.split('|').map(list);
  return {
    verbs: verbs ?? [],
    apiGroups: apiGroups ?? [],
    resources: resources ?? [],
    resourceNames: resourceNames ?? [],
    nonResourceURLs: nonResourceURLs ?? [],
    path: '',
  };
};
