import { describe, expect, test } from 'vitest';
import { redactText } from './text.ts';

const secret = 's3cr3t-Value-0123456789';
const object = JSON.stringify({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name: 'x' },
  data: { a: `}${secret}"]` },
  env: [{ name: 'A', value: secret }],
});
const quoted = JSON.stringify(object);

describe('no value of a quoted object is left', () => {
  test.each([
    [
      'object',
      `strict decoder error for ${object}: unknown field "spec.x"`,
      'strict decoder error for {…}: unknown field "spec.x"',
    ],
    ['object in a string', `Invalid value: ${quoted}: bad`, 'Invalid value: "{…}": bad'],
    ['object in a string in a string', JSON.stringify(quoted), undefined],
    ['cut object', object.slice(0, -12), '{…}'],
    ['data alone', `patch "data":{"password":"${secret}"} refused`, 'patch "data":{…} refused'],
    ['value alone', `{"name":"A","value":"${secret}"}`, '{"name":"A","value":"«redacted»"}'],
    [
      'as Go prints it',
      `Invalid value: v1.Secret{Data:map[string][]uint8{"a":{0x1}}, StringData:map[string]string{"a":"${secret}"}}`,
      undefined,
    ],
    ['args', `"args":["--x","${secret}"] are wrong`, '"args":[…] are wrong'],
    [
      'a Status',
      JSON.stringify({ kind: 'Status', status: 'Failure', message: `cannot take ${object}`, code: 422 }),
      'cannot take {…}',
    ],
    ['named', `login failed: password=${secret}`, 'login failed: password=«redacted»'],
    ['URL', `dial https://bot:${secret}@git.example.com: refused`, 'dial https://bot:«redacted»@git.example.com: refused'],
  ])('%s', (_name, text, expected) => {
    const redacted = redactText(text);
    expect(redacted).not.toContain(secret);
    expect(expected === undefined || redacted === expected).toBe(true);
  });
});

describe('is fit to be shown', () => {
  test.each([
    ['\u001b[31mred\u001b[0m', '\\u{1b}[31mred\\u{1b}[0m'],
    ['a\rb\0c', 'a\\u{d}b\\u{0}c'],
    ['line\n\ttab', 'line\n\ttab'],
    ['safe\u202Egnp.exe', 'safe\\u{202e}gnp.exe'],
    ['zero\u200bwidth\ufeff', 'zero\\u{200b}width\\u{feff}'],
    ['lone \ud800 half', 'lone \\u{d800} half'],
    ['whole 🙂 pair', 'whole 🙂 pair'],
    [
      'forbidden: User "jane" cannot list resource "secrets" in API group "" at the cluster scope',
      'forbidden: User "jane" cannot list resource "secrets" in API group "" at the cluster scope',
    ],
    ['', ''],
  ])('%j', (text, expected) => expect(redactText(text)).toBe(expected));

  test('bounded, and told', () => {
    expect(redactText('x'.repeat(50), { maxLength: 10 })).toBe('xxxxxxxxxx… (40 more characters)');
    const before = performance.now();
    expect(redactText('{"data":{'.repeat(700_000), { maxLength: 100 }).length).toBeLessThan(200);
    expect(redactText('\\"'.repeat(3_000_000)).length).toBeLessThan(5000);
    expect(performance.now() - before).toBeLessThan(2000);
  });

  test('twice is once', () => {
    for (const text of [object, quoted, `password=${secret}`, `https://u:${secret}@h/`])
      expect(redactText(redactText(text))).toBe(redactText(text));
  });
});
