/** Where pages are: the only place that writes addresses. */
const part = encodeURIComponent;

/** Parts of a key that stand in a path as they are, so that the address can be read. Hosts refuse encoded slashes. */
const plainPart = /^(?!\.{1,2}$)[A-Za-z0-9._:@~-]+$/u;

/** `apps/deployments/shop/api` as the end of an address; the core group, which has no name, is `_core`. */
const objectPath = (key: string): string => {
  const path = key.startsWith('/') ? `_core${key}` : key;
  return path.split('/').every(one => plainPart.test(one)) ? path : `_?key=${part(key)}`;
};

export const routes = {
  start: '/',
  clusters: '/clusters',
  /** A context to capture; null: the list of all. */
  context: (context: { readonly source: string; readonly name: string } | null): string =>
    context === null ? '/clusters' : `/clusters?source=${part(context.source)}&context=${part(context.name)}`,
  snapshots: '/snapshots',
  rules: '/rules',
  settings: '/settings',
  /** Settings, scrolled to one of its sections. */
  settingsAt: (section: string): string => `/settings?section=${part(section)}`,
  rule: (id: string, search = ''): string => `/rules/${part(id)}${search === '' ? '' : `?${search}`}`,
  captures: '/capture',
  /** The scope of a capture before it starts. */
  captureOf: (context: { readonly source: string; readonly name: string }): string =>
    `/capture?source=${part(context.source)}&context=${part(context.name)}`,
  capture: (id: string): string => `/capture/${part(id)}`,
  findings: (snapshot: string, query = ''): string => `/s/${part(snapshot)}/findings${query === '' ? '' : `?q=${part(query)}`}`,
  finding: (snapshot: string, finding: string, search = ''): string =>
    `/s/${part(snapshot)}/findings/${part(finding)}${search === '' ? '' : `?${search}`}`,
  overview: (snapshot: string): string => `/s/${part(snapshot)}/overview`,
  objects: (snapshot: string, search = ''): string => `/s/${part(snapshot)}/objects${search === '' ? '' : `?${search}`}`,
  /** An object of the snapshot by its key (`apps/deployments/shop/api`). */
  object: (snapshot: string, key: string, finding: string | null = null): string => {
    const address = `/s/${part(snapshot)}/objects/${objectPath(key)}`;
    return finding === null ? address : `${address}${address.includes('?') ? '&' : '?'}finding=${part(finding)}`;
  },
  /** The access graph, at a question with what it is about; null: the questions alone. */
  access: (snapshot: string, question: string | null = null, search = ''): string =>
    `/s/${part(snapshot)}/access${question === null ? '' : `/${part(question)}`}${search === '' ? '' : `?${search}`}`,
  compareStart: '/compare',
  compare: (before: string, after: string): string => `/compare/${part(before)}/${part(after)}`,
  coverage: (snapshot: string): string => `/s/${part(snapshot)}/coverage`,
  tray: (snapshot: string): string => `/s/${part(snapshot)}/tray`,
} as const;

/** The key that an address of `routes.object` names; null where it names none. */
export const keyOfPath = (path: string, search: string): string | null => {
  if (path === '_') return new URLSearchParams(search).get('key');
  const key = path.startsWith('_core/') ? path.slice('_core'.length) : path;
  return key.split('/').length < 4 ? null : key;
};
