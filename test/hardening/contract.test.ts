import { describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { CoreEvent } from '#contract/events';
import { methodNames, methods } from '#contract/methods';
import { answer, type CarrierOptions } from '#electron/main/ipc-answer';

type Schema = z.core.$ZodType;

/** Every object schema in a schema, by its path. */
const objectsIn = (schema: Schema, path: string, seen = new Set<Schema>()): [string, z.core.$ZodObject][] => {
  if (seen.has(schema)) return [];
  seen.add(schema);
  const def = schema._zod.def as unknown as Readonly<Record<string, unknown>> & { readonly type: string };
  const inner = (value: unknown, at: string): [string, z.core.$ZodObject][] =>
    Array.isArray(value) ? value.flatMap(item => inner(item, at)) : value instanceof z.ZodType ? objectsIn(value, at, seen) : [];
  const own: [string, z.core.$ZodObject][] = def.type === 'object' ? [[path, schema as z.core.$ZodObject]] : [];
  const shape = def.type === 'object' ? Object.entries((schema as z.core.$ZodObject)._zod.def.shape) : [];
  return [
    ...own,
    ...shape.flatMap(([name, field]) => objectsIn(field, `${path}.${name}`, seen)),
    ...['innerType', 'element', 'options', 'valueType', 'left', 'right', 'in', 'out', 'items', 'rest'].flatMap(key =>
      inner(def[key], path),
    ),
  ];
};

const isStrict = (schema: z.core.$ZodObject): boolean => schema._zod.def.catchall?._zod.def.type === 'never';

const fieldsOf = (schema: Schema, path: string): string[] =>
  objectsIn(schema, path).flatMap(([at, object]) => Object.keys(object._zod.def.shape).map(name => `${at}.${name}`));

/** A carrier whose core answers everything and tells whether it was reached. */
const carrier = () => {
  const reached: string[] = [];
  const options: CarrierOptions = {
    caller: '1.1',
    chooseSavePath: async () => undefined,
    host: {
      'host.openWindow': async () => ({ ok: true, value: {} }),
      'host.chooseFile': async () => ({ ok: true, value: { file: null } }),
    },
    core: {
      call: async name => {
        reached.push(name);
        return { ok: true, value: {} };
      },
      cancel: id => reached.push(`cancel ${id}`),
      save: async () => ({ ok: true, value: {} }),
      take: async () => ({ ok: true, value: {} }),
      open: () => undefined,
      reconnect: () => undefined,
      again: () => undefined,
      stop: () => undefined,
    },
  };
  const ask = async (name: unknown, input: unknown, id: unknown = 'c1'): Promise<string> => {
    const reply = (await answer(options, name, input, id)) as {
      readonly ok: boolean;
      readonly error?: { readonly code: string };
    };
    return reply.ok ? 'ok' : (reply.error?.code ?? '');
  };
  return { ask, reached };
};

describe('IPC', () => {
  test.each(methodNames)('I3 %s has a schema for its input and its answer, and both refuse extra keys', name => {
    const { input, output } = methods[name];
    for (const [side, schema] of [
      ['input', input],
      ['output', output],
    ] as const) {
      const loose = objectsIn(schema, side).filter(([, object]) => !isStrict(object));
      expect(loose.map(([path]) => path)).toEqual([]);
    }
  });

  test('I3 every event has a schema that refuses extra keys', () => {
    expect(
      objectsIn(CoreEvent, 'event')
        .filter(([, object]) => !isStrict(object))
        .map(([path]) => path),
    ).toEqual([]);
    expect(CoreEvent.safeParse({ type: 'library.changed', html: '<b>' }).success).toBe(false);
  });

  test('I3 malformed, oversized and foreign input never reaches the core', async () => {
    const { ask, reached } = carrier();
    const shared: unknown[] = [];
    shared.push(shared);
    const inputs: readonly [unknown, unknown, unknown][] = [
      ['snapshots.get', { snapshot: 's', extra: 1 }, 'c'],
      ['snapshots.get', { snapshot: ['s'] }, 'c'],
      ['snapshots.get', { snapshot: 'x'.repeat(2_000_000) }, 'c'],
      ['snapshots.get', JSON.parse('{"snapshot":"s","__proto__":{"ok":true}}'), 'c'],
      ['snapshots.get', JSON.parse('{"snapshot":"s","constructor":{"prototype":{"ok":true}}}'), 'c'],
      ['contexts.remove', { source: 'x'.repeat(2_000_000) }, 'c'],
      ['settings.update', JSON.parse('{"tables":{"__proto__":{"columns":[],"sort":null}}}'), 'c'],
      ['settings.update', JSON.parse('{"tables":{"constructor":{"columns":[],"sort":null}}}'), 'c'],
      ['snapshots.get', new Map([['snapshot', 's']]), 'c'],
      ['snapshots.get', shared, 'c'],
      ['snapshots.get', new Uint8Array(3_000_000), 'c'],
      ['snapshots.get', undefined, 'c'],
      ['snapshots.get', null, 'c'],
      ['snapshots.get', { snapshot: 's' }, null],
      ['snapshots.get', { snapshot: 's' }, 'i'.repeat(101)],
      ['snapshots.get', { snapshot: 's' }, {}],
      ['$save', { handle: 'h', name: 'n', path: '/etc/passwd' }, ''],
      ['$save', { handle: 'h', name: 'n'.repeat(300) }, ''],
    ];
    for (const [name, input, id] of inputs) expect([name, await ask(name, input, id)]).toEqual([name, 'input-invalid']);
    for (const name of [
      '__proto__',
      'constructor',
      'toString',
      '$open',
      '',
      7,
      null,
      ['snapshots.get'],
      { toString: () => 'app.info' },
    ])
      expect(await ask(name, {})).toBe('unknown-call');
    expect(reached).toEqual([]);
    expect(await ask('snapshots.get', { snapshot: 's' })).toBe('ok');
    expect(reached).toEqual(['snapshots.get']);
    expect(({} as { readonly ok?: unknown }).ok).toBeUndefined();
  });

  test('I3 a page cancels its own calls alone', async () => {
    const { ask, reached } = carrier();
    await ask('$cancel', { callId: 'c1' });
    await ask('$cancel', { callId: 7 });
    expect(reached).toEqual(['cancel 1.1:c1']);
  });

  test('I4 no input names a path, an address, a program or a kubeconfig’s text', () => {
    const named = /path|url|uri|file|folder|command|shell|exec|sql|query|kubeconfig|yaml|script/iu;
    const fields = methodNames
      .flatMap(name => fieldsOf(methods[name].input, name))
      .filter(field => named.test(field.split('.').at(-1) ?? ''));
    // The proxy is a setting that a person types, checked as an http(s) or socks address; trust is a hash, never a command.
    // In questions about rights, a path of the API server's own URLs, one of JSON inside an object, and ways of an attacker.
    expect(fields.toSorted()).toEqual([
      'attack.export.paths',
      'attack.simulate.changes.path',
      'rbac.canI.access.path',
      'rbac.whoCan.access.path',
      'settings.update.proxyUrl',
    ]);
  });

  test('I5 the bridge is two functions; a listener gets the event alone, and its end takes it away', async () => {
    const exposed: Record<string, unknown> = {};
    const listeners = new Map<string, Set<(...args: unknown[]) => void>>();
    const invoked: unknown[][] = [];
    vi.doMock('electron', () => ({
      contextBridge: { exposeInMainWorld: (name: string, value: unknown) => (exposed[name] = value) },
      ipcRenderer: {
        invoke: async (...args: unknown[]) => invoked.push(args),
        on: (channel: string, listener: (...args: unknown[]) => void) => {
          const known = listeners.get(channel) ?? new Set();
          listeners.set(channel, known.add(listener));
        },
        removeListener: (channel: string, listener: (...args: unknown[]) => void) => listeners.get(channel)?.delete(listener),
      },
    }));
    await import('#electron/preload/preload');
    vi.doUnmock('electron');
    expect(Object.keys(exposed)).toEqual(['plumbline']);
    const bridge = exposed['plumbline'] as {
      call(name: string, input: unknown, id: string, more?: unknown): unknown;
      subscribe(listener: (...args: unknown[]) => void): unknown;
    };
    expect(Object.entries(bridge).map(([name, value]) => [name, typeof value])).toEqual([
      ['call', 'function'],
      ['subscribe', 'function'],
    ]);
    const heard: unknown[][] = [];
    const stop = bridge.subscribe((...args) => heard.push(args)) as () => unknown;
    for (const listener of listeners.get('event') ?? []) listener({ sender: 'ipcRenderer' }, { type: 'library.changed' });
    expect(heard).toEqual([[{ type: 'library.changed' }]]);
    expect(stop()).toBeUndefined();
    expect(listeners.get('event')?.size).toBe(0);
    bridge.call('app.info', {}, 'c1', 'more');
    expect(invoked).toEqual([['call', 'app.info', {}, 'c1']]);
  });
});
