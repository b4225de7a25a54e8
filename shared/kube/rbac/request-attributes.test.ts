import { expect, test } from 'vitest';
import { requestAttributes } from './request-attributes.ts';
import { isResourceAccess } from './rule-matching.ts';

/** `verb group/resource/subresource namespace name`, `-` for nothing; or `verb PATH` for what is no resource. */
const check = (request: string, expected: string | undefined): void => {
  const [method = '', url = ''] = request.split(' ');
  const access = requestAttributes(method, url);
  const text = (part: string): string => (part === '' ? '-' : part);
  const written =
    access === undefined
      ? undefined
      : isResourceAccess(access)
        ? `${text(access.verb)} ${text(access.group)}/${access.resource}${access.subresource === '' ? '' : `/${access.subresource}`} ${text(access.namespace)} ${text(access.name)}`
        : `${access.verb} ${text(access.path)}`;
  expect(written).toBe(expected);
};

// The requests of Kubernetes' own RequestInfo tests.
test.each<[string, string | undefined]>([
  ['GET /api/v1/namespaces', 'list -/namespaces - -'],
  ['GET /api/v1/namespaces/other', 'get -/namespaces other other'],
  ['GET /api/v1/namespaces/other/pods', 'list -/pods other -'],
  ['GET /api/v1/namespaces/other/pods/foo', 'get -/pods other foo'],
  ['HEAD /api/v1/namespaces/other/pods/foo', 'get -/pods other foo'],
  ['GET /api/v1/pods', 'list -/pods - -'],
  ['HEAD /api/v1/pods', 'list -/pods - -'],
  ['GET /api/v1/proxy/namespaces/other/pods/foo', 'proxy -/pods other foo'],
  ['GET /api/v1/proxy/namespaces/other/pods/foo/subpath/not/a/subresource', 'proxy -/pods other foo'],
  ['GET /api/v1/watch/pods', 'watch -/pods - -'],
  ['GET /api/v1/pods?watch=true', 'watch -/pods - -'],
  ['GET /api/v1/pods?watch=false', 'list -/pods - -'],
  ['GET /api/v1/watch/namespaces/other/pods', 'watch -/pods other -'],
  ['GET /api/v1/namespaces/other/pods?watch=1', 'watch -/pods other -'],
  ['GET /api/v1/namespaces/other/pods?watch=0', 'list -/pods other -'],
  ['GET /api/v1/namespaces/other/pods/foo/status', 'get -/pods/status other foo'],
  ['GET /api/v1/namespaces/other/pods/foo/proxy/subpath', 'get -/pods/proxy other foo'],
  ['PUT /api/v1/namespaces/other/finalize', 'update -/namespaces/finalize other other'],
  ['PUT /api/v1/namespaces/other/status', 'update -/namespaces/status other other'],
  ['PATCH /api/v1/namespaces/other/pods/foo', 'patch -/pods other foo'],
  ['DELETE /api/v1/namespaces/other/pods/foo', 'delete -/pods other foo'],
  ['POST /api/v1/namespaces/other/pods', 'create -/pods other -'],
  ['DELETE /api/v1/nodes', 'deletecollection -/nodes - -'],
  ['DELETE /api/v1/namespaces', 'deletecollection -/namespaces - -'],
  ['DELETE /api/v1/namespaces/other/pods', 'deletecollection -/pods other -'],
  ['DELETE /apis/extensions/v1/namespaces/other/pods', 'deletecollection extensions/pods other -'],
  ['POST /apis/extensions/v1/namespaces/other/pods', 'create extensions/pods other -'],
  ['POST /apis/extensions/v1beta3/namespaces/other/pods', 'create extensions/pods other -'],
  ['GET /', 'get /'],
  ['GET /api/version/', 'get /api/version/'],
  ['GET /apis/group/version/', 'get /apis/group/version/'],
  ['GET /badprefix/version/resource', 'get /badprefix/version/resource'],
  ['GET /apis/version/resource', 'get /apis/version/resource'],
  ['GET /api/version/resource/name/subresource', 'get -/resource/subresource - name'],
  ['GET /apis/batch/v1/job/foo/scale', 'get batch/job/scale - foo'],
  ['GET /api', 'get /api'],
  ['GET ', 'get -'],
  ['GET /apis/group/version/resource?fieldSelector=metadata.name=name1', 'list group/resource - name1'],
  ['GET /apis/group/version/resource?watch=true&fieldSelector=metadata.name=name1', 'watch group/resource - name1'],
  ['GET /apis/group/version/resource?fieldSelector=foo=bar&labelSelector=baz=qux', 'list group/resource - -'],
  ['GET /apis/group/version/resource?fieldSelector=metadata.name=name1,foo', 'list group/resource - -'],
  ['GET /apis/group/version/resource?fieldSelector=metadata.name=name1,foo&watch=true', 'watch group/resource - -'],
  ['GET /apis/group/version/resource?fieldSelector=metadata.name=name1,foo&watch=false', 'list group/resource - -'],
])('upstream: %s', check);

test.each<[string, string | undefined]>([
  ['GET /api/v1/nodes/n/proxy/run/kube-system/etcd/etcd', 'get -/nodes/proxy - n'],
  ['POST /api/v1/namespaces/a/serviceaccounts/b/token', 'create -/serviceaccounts/token a b'],
  ['GET /api/v1/secrets?fieldSelector=metadata.name%3Da', 'list -/secrets - a'],
  ['GET /api/v1/secrets?fieldSelector=metadata.name==a', 'list -/secrets - a'],
  ['GET /api/v1/secrets?fieldSelector=metadata.name!=a', 'list -/secrets - -'],
  ['GET /api/v1/secrets?fieldSelector=type=x,metadata.name=a', 'list -/secrets - a'],
  ['GET /api/v1/secrets?fieldSelector=metadata.name=a%5C,b', 'list -/secrets - a,b'],
  ['GET /api/v1/secrets?fieldSelector=metadata.name=a%5Cx', 'list -/secrets - -'],
  ['GET /api/v1/secrets?fieldSelector=metadata.name=a/b', 'list -/secrets - -'],
  ['GET /api/v1/secrets?fieldSelector=metadata.name=..', 'list -/secrets - -'],
  ['GET /api/v1/secrets?fieldSelector=metadata.name=b,metadata.name=a', 'list -/secrets - a'],
  ['GET /api/v1/secrets?fieldSelector=metadata.name=a&limit=x', 'list -/secrets - -'],
  ['DELETE /api/v1/namespaces/n/secrets?fieldSelector=metadata.name=a', 'deletecollection -/secrets n -'],
  ['GET /api/v1/secrets?watch', 'watch -/secrets - -'],
  ['GET /api/v1/secrets?watch=False', 'list -/secrets - -'],
  ['GET /api/v1/watch', undefined],
  ['OPTIONS /api/v1/pods', '- -/pods - -'],
  ['GET /healthz/etcd?verbose', 'get /healthz/etcd'],
  ['GET /api/v1/namespaces/a/pods/b%20c', 'get -/pods a b c'],
  ['POST /api/v1/namespaces/a', 'create -/namespaces a a'],
])('%s', check);
