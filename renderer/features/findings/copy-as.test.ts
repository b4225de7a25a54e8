import { describe, expect, it } from 'vitest';
import { detailOf } from '#renderer/dev/fixtures/detail.ts';
import { asKubectl, asMarkdown } from './copy-as.ts';

const named = (name: string, namespace?: string) => {
  const detail = detailOf('f-token');
  return {
    ...detail,
    finding: {
      ...detail.finding,
      message: name,
      resource: { apiVersion: 'apps/v1', kind: 'Deployment', name, ...(namespace === undefined ? {} : { namespace }) },
    },
  };
};

const check = (name: string, namespace: string | undefined, expected: string): void =>
  expect(asKubectl(named(name, namespace))).toBe(expected);

describe('copy as', () => {
  it.each([
    ['api', 'shop', 'kubectl get deployment.apps api --namespace shop -o yaml'],
    ['api', undefined, 'kubectl get deployment.apps api -o yaml'],
    ['$(reboot)', 'a b', "kubectl get deployment.apps '$(reboot)' --namespace 'a b' -o yaml"],
    ["x'; rm -rf / #", undefined, "kubectl get deployment.apps 'x'\\''; rm -rf / #' -o yaml"],
  ])('kubectl for %s', (name, namespace, expected) => check(name, namespace, expected));

  it('Markdown signs of a name lose their meaning', () => {
    expect(asMarkdown(named('[x](javascript:alert(1)) <b>'))).toContain('\\[x\\](javascript:alert(1)) \\<b\\>');
  });
});
