import { describe, expect, it } from 'vitest';
import type { KubeRequest } from '#core/ports';
import { checkAllowed, secretsAccept } from './allow-list.ts';

const check = (request: KubeRequest, expected: 'sent' | 'method-not-allowed' | 'read-only', readOnly = false): void => {
  const result = checkAllowed(request, readOnly);
  expect(result.ok ? 'sent' : result.error.code).toBe(expected);
};

const get = (path: string, more: Partial<KubeRequest> = {}): KubeRequest => ({ method: 'GET', path, ...more });
const patch = (path: string, more: Partial<KubeRequest> = {}): KubeRequest => ({
  method: 'PATCH',
  path,
  query: { dryRun: 'All' },
  contentType: 'application/json-patch+json',
  body: [],
  ...more,
});

describe('what may be read', () => {
  it.each([
    '/version',
    '/api',
    '/apis',
    '/api/v1',
    '/apis/apps',
    '/apis/apps/v1',
    '/api/v1/pods',
    '/api/v1/namespaces',
    '/api/v1/namespaces/shop',
    '/api/v1/namespaces/shop/pods',
    '/api/v1/namespaces/shop/pods/api-1',
    '/apis/rbac.authorization.k8s.io/v1/clusterroles/system%3Anode',
    '/apis/rbac.authorization.k8s.io/v1/clusterroles/system:node',
    '/apis/rbac.authorization.k8s.io/v1/namespaces/shop/roles/Dev%20Ops',
    '/apis/apps/v1/namespaces/shop/deployments/api/scale',
    '/apis/acme.example/v1/namespaces/shop/secrets/x',
    '/api/v1/nodes/node-1/proxy/configz',
  ])('GET %s', path => check(get(path), 'sent'));

  it('GET with the queries of paging', () =>
    check(
      get('/api/v1/pods', { query: { limit: '500', continue: 'a&b=c', labelSelector: 'a=b', resourceVersion: '0' } }),
      'sent',
    ));

  it.each([
    '/api/v1/namespaces/shop/pods/api-1/exec',
    '/api/v1/namespaces/shop/pods/api-1/attach',
    '/api/v1/namespaces/shop/pods/api-1/portforward',
    '/api/v1/namespaces/shop/pods/api-1/proxy',
    '/api/v1/namespaces/shop/pods/api-1/proxy/configz',
    '/api/v1/namespaces/shop/pods/api-1/log',
    '/api/v1/namespaces/shop/pods/api-1/%65xec',
    '/api/v1/pods/api-1/exec',
    '/api/v1/namespaces/shop/services/web/proxy/admin',
    '/api/v1/nodes/node-1/proxy',
    '/api/v1/nodes/node-1/proxy/run',
    '/api/v1/nodes/node-1/proxy/configz/x',
    '/api/v1/nodes/node-1:9999/proxy/configz',
    '/api/v1/nodes/https:node-1:9999/proxy/configz',
    '/apis/subresources.kubevirt.io/v1/namespaces/shop/virtualmachineinstances/vm/console',
    '/api/v1/watch/pods',
    '/api/v1/proxy/namespaces/shop/pods/api-1',
    '/logs/',
    '/metrics',
    '/',
    '',
    'api/v1/pods',
    '/api/v1/pods/',
    '//api/v1/pods',
    '/api//v1/pods',
    '/api/v1/namespaces/shop/pods/..%2fapi-1%2fexec',
    '/api/v1/namespaces/shop/pods/%2e%2e/x',
    '/api/v1/namespaces/../secrets',
    '/api/v1/namespaces/./secrets',
    '/api/v1/pods%2fapi-1%2fexec',
    '/api/v1/pods%5capi-1',
    '/api/v1/pods\\api-1',
    '/api/v1/pods?watch=true',
    '/api/v1/pods%3fwatch=true',
    '/api/v1/pods#x',
    '/api/v1/pods%00',
    '/api/v1/pods%0d%0aHost:%20evil',
    '/api/v1/pods\r\nHost: evil',
    '/api/v1/%70ods%2',
    '/api/v1/secret%2573',
    'https://evil.example/api/v1/pods',
  ])('D10 not GET %s', path => check(get(path), 'method-not-allowed'));

  it.each([
    { watch: 'true' },
    { watch: '1' },
    { watch: 'false' },
    { WATCH: 'true' },
    { follow: 'true' },
    { command: 'sh' },
    { sendInitialEvents: 'true' },
  ])('not GET with %o', query =>
    check(get('/api/v1/pods', { query: query as unknown as Record<string, string> }), 'method-not-allowed'),
  );

  it('not GET with a body', () => check(get('/api/v1/pods', { body: {} }), 'method-not-allowed'));
  it('not GET with a header smuggled into Accept', () =>
    check(get('/api/v1/pods', { accept: 'application/json\r\nX-Evil: 1' }), 'method-not-allowed'));
});

describe('Secrets', () => {
  const paths = [
    '/api/v1/secrets',
    '/api/v1/namespaces/shop/secrets',
    '/api/v1/namespaces/shop/secrets/db',
    '/api/v1/secret%73',
    '/api/v1/namespaces/shop/%73ecrets/db',
  ];
  it.each(paths)('%s as a Table alone', path => check(get(path, { accept: secretsAccept, query: { limit: '500' } }), 'sent'));
  it.each(paths)('%s not as JSON', path => check(get(path, { accept: 'application/json' }), 'method-not-allowed'));
  it.each(paths)('%s not without Accept', path => check(get(path), 'method-not-allowed'));
  it.each(paths)('%s not with a fallback', path =>
    check(get(path, { accept: `${secretsAccept},application/json` }), 'method-not-allowed'),
  );
  it.each(paths)('%s not with the objects in the rows', path =>
    check(get(path, { accept: secretsAccept, query: { includeObject: 'Object' } }), 'method-not-allowed'),
  );
  it('never patched', () => check(patch('/api/v1/namespaces/shop/secrets/db'), 'method-not-allowed'));
  it('never patched under an encoded name', () => check(patch('/api/v1/namespaces/shop/secret%73/db'), 'method-not-allowed'));
});

describe('what may be posted', () => {
  const post = (path: string, more: Partial<KubeRequest> = {}): KubeRequest => ({ method: 'POST', path, body: {}, ...more });
  it.each([
    '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews',
    '/apis/authorization.k8s.io/v1/selfsubjectrulesreviews',
    '/apis/authentication.k8s.io/v1/selfsubjectreviews',
    '/apis/authentication.k8s.io/v1beta1/selfsubjectreviews',
  ])('POST %s', path => check(post(path), 'sent'));
  it.each([
    '/api/v1/namespaces/shop/pods',
    '/apis/authorization.k8s.io/v1/subjectaccessreviews',
    '/apis/authentication.k8s.io/v1/tokenreviews',
    '/api/v1/namespaces/shop/serviceaccounts/x/token',
    '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews/x',
    '/apis/authorization.k8s.io/v1/namespaces/x/selfsubjectaccessreviews',
    '/apis/authorizationxk8s.io/v1/selfsubjectaccessreviews',
  ])('D10 not POST %s', path => check(post(path), 'method-not-allowed'));
  it('not POST with a query', () =>
    check(post('/apis/authorization.k8s.io/v1/selfsubjectaccessreviews', { query: { dryRun: 'All' } }), 'method-not-allowed'));
});

describe('what may be patched', () => {
  const path = '/apis/apps/v1/namespaces/shop/deployments/api';
  it('D10 a dry-run of one object', () =>
    check(patch(path, { query: { dryRun: 'All', fieldManager: 'plumbline', fieldValidation: 'Strict' } }), 'sent'));
  it('D10 a dry-run is refused in read-only mode', () => check(patch(path), 'read-only', true));
  it.each([
    {},
    { dryRun: '' },
    { dryRun: 'None' },
    { dryRun: 'all' },
    { dryrun: 'All' },
    { dryRun: 'All', propagationPolicy: 'x' },
    { dryRun: 'All', 'dryRun ': 'None' },
  ])('not with the query %o', query =>
    check(patch(path, { query: query as unknown as Record<string, string> }), 'method-not-allowed'),
  );
  it.each([
    '/apis/apps/v1/namespaces/shop/deployments',
    `${path}/scale`,
    '/api/v1/nodes/n/proxy/configz',
    `${path}/..%2f..%2fsecrets`,
    '/version',
    '/api/v1/namespaces/shop',
  ])('%s', other => check(patch(other), other === '/api/v1/namespaces/shop' ? 'sent' : 'method-not-allowed'));
  it('not without a patch’s content type', () => check(patch(path, { contentType: 'application/json' }), 'method-not-allowed'));
  it.each(['PUT', 'DELETE', 'CONNECT', 'get', 'OPTIONS'])('D10 no method %s', method =>
    check({ ...patch(path), method: method as 'GET' }, 'method-not-allowed'),
  );
});
