import { describe, expect, it } from 'vitest';
import { defaultSettings, emptyNote, type Settings } from '#contract/settings';
import { parseStoredSettings, type SettingsFields, type StoredSettings, withFields } from './stored-settings.ts';

const parsed = (value: unknown): StoredSettings => {
  const result = parseStoredSettings(JSON.stringify(value));
  if (!result.ok) throw new Error(result.error);
  return result.value;
};

describe('a settings file', () => {
  const check = (
    text: string,
    expected: 'broken' | 'newer' | { settings: Partial<Settings>; faults: readonly string[] },
  ): void => {
    const result = parseStoredSettings(text);
    if (typeof expected === 'string') {
      expect(result).toEqual({ ok: false, error: expected });
      return;
    }
    if (!result.ok) throw new Error(result.error);
    expect({ settings: result.value.settings, faults: result.value.faults }).toEqual({
      settings: { ...defaultSettings, ...expected.settings },
      faults: expected.faults,
    });
  };
  const note = { ...emptyNote, owner: 'payments' };
  it.each<[string, unknown, Parameters<typeof check>[1]]>([
    ['of this version, empty', { version: 1 }, { settings: {}, faults: [] }],
    [
      'with values',
      { version: 1, theme: 'dark', singleKeys: false },
      { settings: { theme: 'dark', singleKeys: false }, faults: [] },
    ],
    ['of a later version', { version: 2, theme: 'dark' }, 'newer'],
    ['without a version', { theme: 'dark' }, 'broken'],
    ['whose version is no number', { version: 'one' }, 'broken'],
    ['that is a list', [], 'broken'],
    [
      'with a value that is not known',
      { version: 1, theme: 'sepia', density: 'compact' },
      { settings: { density: 'compact' }, faults: ['theme'] },
    ],
    [
      'whose read-only cannot be read: it stays forbidden',
      { version: 1, readOnly: 'yes' },
      { settings: { readOnly: true }, faults: ['readOnly'] },
    ],
    ['with a proxy that is none', { version: 1, proxyUrl: 'javascript:alert(1)' }, { settings: {}, faults: ['proxyUrl'] }],
    [
      'one note of which is broken',
      { version: 1, clusters: { a: note, b: { owner: 7 } } },
      { settings: { clusters: { a: note } }, faults: ['clusters.b'] },
    ],
    [
      'with a field in a note that a later version added',
      { version: 1, clusters: { a: { ...note, tags: ['x'] } } },
      { settings: { clusters: { a: note } }, faults: [] },
    ],
    ['whose bundle lacks its text', { version: 1, caBundle: { name: 'a' } }, { settings: {}, faults: ['caBundle'] }],
    ['with trust that is no list', { version: 1, execTrust: {} }, { settings: {}, faults: ['execTrust'] }],
  ])('%s', (_, value, expected) => check(JSON.stringify(value), expected));
  it.each(['', 'not json', '{"version": 1', 'null'])('that is %j is broken', text => check(text, 'broken'));
  it('cannot reach the prototype', () => {
    const text = '{"version": 1, "clusters": {"__proto__": {"owner": "x"}}, "__proto__": {"readOnly": true}}';
    const result = parseStoredSettings(text);
    expect(result.ok && result.value.settings.readOnly).toBe(false);
    expect(({} as Record<string, unknown>)['owner']).toBeUndefined();
  });
});

describe('a change of settings', () => {
  const check = (before: unknown, fields: SettingsFields, expected: Record<string, unknown>): void => {
    const changed = withFields(parsed(before), fields);
    const written: unknown = JSON.parse(changed.text);
    expect(written).toMatchObject(expected);
    // What is written is what is read again.
    expect(parsed(written).settings).toEqual(changed.stored.settings);
  };
  it('keeps fields that this version does not know', () =>
    check(
      { version: 1, future: { a: 1 }, theme: 'dark' },
      { density: 'compact' },
      { version: 1, future: { a: 1 }, theme: 'dark', density: 'compact' },
    ));
  it('keeps a value that it cannot read until that one is set', () => {
    check({ version: 1, theme: 'sepia' }, { density: 'compact' }, { theme: 'sepia' });
    check({ version: 1, theme: 'sepia' }, { theme: 'light' }, { theme: 'light' });
  });
  it('keeps what a note has beside, in changed notes too, and the notes it cannot read', () => {
    const a = { ...emptyNote, owner: 'old', tags: ['x'] };
    check(
      { version: 1, clusters: { a, b: { owner: 7 } } },
      { clusters: { a: { ...emptyNote, owner: 'new' } } },
      { clusters: { a: { owner: 'new', tags: ['x'] }, b: { owner: 7 } } },
    );
  });
  it('takes a note out', () => {
    const { text } = withFields(parsed({ version: 1, clusters: { a: emptyNote, b: emptyNote } }), { clusters: { b: emptyNote } });
    expect(Object.keys((JSON.parse(text) as { clusters: object }).clusters)).toEqual(['b']);
  });
  it('keeps the certificates’ text beside what is shown of it, and takes both out', () => {
    const bundle = { name: 'a.pem', certificates: 1, sha256: '00', subjects: ['CN=a'], expires: '2030-01-01T00:00:00.000Z' };
    check({ version: 1 }, { caBundle: { bundle, pem: 'PEM' } }, { caBundle: bundle, caBundlePem: 'PEM' });
    check({ version: 1, caBundle: bundle, caBundlePem: 'PEM' }, { theme: 'dark' }, { caBundle: bundle, caBundlePem: 'PEM' });
    check({ version: 1, caBundle: bundle, caBundlePem: 'PEM' }, { caBundle: null }, { caBundle: null, caBundlePem: null });
  });
});
