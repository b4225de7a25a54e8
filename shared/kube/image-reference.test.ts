import { expect, test } from 'vitest';
import { isFromRegistry, parseImage } from './image-reference.ts';

const digest = `sha256:${'0123456789abcdef'.repeat(4)}`;

/** `registry repository tag digest`, `-` for what is absent. */
const check = (text: string, expected: string | undefined): void => {
  const image = parseImage(text);
  expect(
    image === undefined ? undefined : [image.registry, image.repository, image.tag ?? '-', image.digest ?? '-'].join(' '),
  ).toBe(expected);
};

test.each<[string, string | undefined]>([
  ['nginx', 'docker.io library/nginx - -'],
  ['nginx:1.27', 'docker.io library/nginx 1.27 -'],
  ['grafana/grafana:11', 'docker.io grafana/grafana 11 -'],
  ['docker.io/nginx', 'docker.io library/nginx - -'],
  ['index.docker.io/a/b', 'docker.io a/b - -'],
  ['localhost/a', 'localhost a - -'],
  ['localhost:5000/a/b:x', 'localhost:5000 a/b x -'],
  ['ghcr.io/a/b/c:1@' + digest, `ghcr.io a/b/c 1 ${digest}`],
  ['quay.io/a/b@' + digest, `quay.io a/b - ${digest}`],
  ['a/b@sha256:short', undefined],
  ['', undefined],
  ['UPPER', undefined],
  ['«redacted»', undefined],
  ['{{ .Values.image }}', undefined],
  ['a//b', undefined],
  ['a:b:c', undefined],
])('%s', (text, expected) => check(text, expected));

test.each<[string, string, boolean]>([
  ['nginx', 'docker.io', true],
  ['nginx', 'docker.io/library', true],
  ['nginx', 'docker.io/lib', false],
  ['registry.example.com.evil.io/a', 'registry.example.com', false],
  ['registry.example.com/team/a', 'registry.example.com/team/', true],
  ['registry.example.com/teammate/a', 'registry.example.com/team', false],
])('%s from %s', (text, allowed, expected) => {
  const image = parseImage(text);
  expect(image !== undefined && isFromRegistry(image, allowed)).toBe(expected);
});
