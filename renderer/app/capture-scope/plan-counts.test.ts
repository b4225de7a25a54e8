import { expect, it } from 'vitest';
import type { PlannedRequest } from '#contract/capture';
import { countsOf, type PlanCounts, readsSecrets } from './plan-counts.ts';

const get = (path: string, why = 'x'): PlannedRequest => ({ method: 'GET', path, accept: 'application/json', why });
const post = (path: string, why = 'x'): PlannedRequest => ({ method: 'POST', path, accept: 'application/json', why });

it.each<[string, readonly PlannedRequest[], PlanCounts]>([
  ['nothing', [], { lists: 0, reviews: 0, discovery: 0, conditional: 0 }],
  [
    'each by what it is',
    [
      get('/version'),
      get('/api'),
      get('/apis'),
      get('/api/v1', 'Only where the server has no aggregated discovery (1.25 and older).'),
      get('/api/v1/pods?limit=500'),
      get('/apis/apps/v1/deployments?limit=500'),
      get('/apis/{group}/{version}/{resource}?limit=500'),
      post('/apis/authentication.k8s.io/v1/selfsubjectreviews'),
      post('/apis/authorization.k8s.io/v1/selfsubjectrulesreviews', 'Only where a list of all namespaces is denied: …'),
    ],
    { lists: 3, reviews: 1, discovery: 3, conditional: 2 },
  ],
])('%s', (_, requests, expected) => expect(countsOf(requests)).toEqual(expected));

it.each<[string, boolean]>([
  ['/api/v1/secrets?limit=500', true],
  ['/api/v1/namespaces/shop/secrets?limit=500', true],
  ['/api/v1/pods?limit=500', false],
])('%s reads Secrets: %s', (path, expected) => expect(readsSecrets([get(path)])).toBe(expected));
