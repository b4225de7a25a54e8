/** Where pages are: the only place that writes addresses. */
const part = encodeURIComponent;

export const routes = {
  start: '/',
  clusters: '/clusters',
  /** A context to capture; null: the list of all. */
  context: (context: { readonly source: string; readonly name: string } | null): string =>
    context === null ? '/clusters' : `/clusters?source=${part(context.source)}&context=${part(context.name)}`,
  snapshots: '/snapshots',
  rules: '/rules',
  rule: (id: string): string => `/rules?rule=${part(id)}`,
  capture: (id: string): string => `/capture/${part(id)}`,
  findings: (snapshot: string, query = ''): string => `/s/${part(snapshot)}/findings${query === '' ? '' : `?q=${part(query)}`}`,
  finding: (snapshot: string, finding: string, search = ''): string =>
    `/s/${part(snapshot)}/findings/${part(finding)}${search === '' ? '' : `?${search}`}`,
  coverage: (snapshot: string): string => `/s/${part(snapshot)}/coverage`,
  tray: (snapshot: string): string => `/s/${part(snapshot)}/tray`,
} as const;
