import { z } from 'zod';
import { isJsonObject, type JsonObject, type JsonValue } from '#contract/json';
import {
  type CaBundle,
  ClusterNote,
  defaultSettings,
  ExecTrust,
  type Settings,
  Settings as Schema,
  TableLayout,
} from '#contract/settings';
import { fail, ok, type Result } from '#contract/result';

export const settingsVersion = 1;

/** A settings file as it was read: what is understood, and the whole of it, so that what is not is kept. */
export interface StoredSettings {
  readonly settings: Settings;
  /** The text of the certificate bundle. */
  readonly caPem: string | null;
  readonly raw: JsonObject;
  /** Fields whose value is none that this version knows: their defaults apply. */
  readonly faults: readonly string[];
}

/** What a change sets; absent fields stay. */
export type SettingsFields = Partial<Omit<Settings, 'caBundle'>> & {
  readonly caBundle?: { readonly bundle: CaBundle; readonly pem: string } | null;
};

export type Unusable = 'broken' | 'newer';

export const noSettings: StoredSettings = { settings: defaultSettings, caPem: null, raw: {}, faults: [] };

/** While the file cannot be understood, what it may have forbidden stays forbidden. */
export const carefulSettings: StoredSettings = { ...noSettings, settings: { ...defaultSettings, readOnly: true } };

const parseJson = (text: string): JsonValue | undefined => {
  try {
    const value: unknown = JSON.parse(text);
    return value as JsonValue;
  } catch {
    return undefined;
  }
};

interface Read<T> {
  readonly value: T;
  readonly faults: readonly string[];
}

/** Fields that a later version added inside an entry are passed over here and kept in the file. */
const lenient = <S extends z.ZodObject>(schema: S): z.ZodType<z.output<S>> => z.object(schema.shape) as never;

const readRecord = <T>(raw: JsonValue | undefined, schema: z.ZodType<T>, field: string): Read<Record<string, T>> => {
  if (raw === undefined) return { value: {}, faults: [] };
  if (!isJsonObject(raw)) return { value: {}, faults: [field] };
  const parsed = Object.entries(raw).map(([key, value]) => ({ key, entry: schema.safeParse(value) }));
  return {
    value: Object.fromEntries(parsed.flatMap(({ key, entry }) => (entry.success ? [[key, entry.data] as const] : []))),
    faults: parsed.flatMap(({ key, entry }) => (entry.success ? [] : [`${field}.${key.slice(0, 100)}`])),
  };
};

const readList = <T>(raw: JsonValue | undefined, schema: z.ZodType<T>, field: string): Read<T[]> => {
  if (raw === undefined) return { value: [], faults: [] };
  if (!Array.isArray(raw)) return { value: [], faults: [field] };
  const parsed = (raw as readonly JsonValue[]).map(value => schema.safeParse(value));
  return {
    value: parsed.flatMap(entry => (entry.success ? [entry.data] : [])),
    faults: parsed.flatMap((entry, at) => (entry.success ? [] : [`${field}.${at}`])),
  };
};

const plainFields = ['theme', 'density', 'singleKeys', 'proxyUrl', 'requestTimeoutMs', 'notifications', 'readOnly'] as const;

const readPlain = (raw: JsonObject): Read<Pick<Settings, (typeof plainFields)[number]>> => {
  const faults: string[] = [];
  const value: Record<string, unknown> = {};
  for (const field of plainFields) {
    const parsed = Schema.shape[field].safeParse(raw[field]);
    const absent = raw[field] === undefined;
    if (!parsed.success && !absent) faults.push(field);
    // A switch that cannot be read is taken as on: it was there to forbid.
    const fallback = field === 'readOnly' && !absent ? true : defaultSettings[field];
    value[field] = parsed.success ? parsed.data : fallback;
  }
  return { value: value as Pick<Settings, (typeof plainFields)[number]>, faults };
};

const readCa = (
  raw: JsonObject,
): { readonly bundle: CaBundle | null; readonly pem: string | null; readonly faults: readonly string[] } => {
  const [bundle, pem] = [raw['caBundle'], raw['caBundlePem']];
  if ((bundle ?? null) === null) return { bundle: null, pem: null, faults: [] };
  const parsed = Schema.shape.caBundle.safeParse(bundle);
  return parsed.success && parsed.data !== null && typeof pem === 'string'
    ? { bundle: parsed.data, pem, faults: [] }
    : { bundle: null, pem: null, faults: ['caBundle'] };
};

/** `newer`: written by a version whose fields may mean something else. `broken`: no settings file at all. */
export const parseStoredSettings = (text: string): Result<StoredSettings, Unusable> => {
  const raw = parseJson(text);
  if (!isJsonObject(raw)) return fail('broken');
  const version = raw['version'];
  if (typeof version !== 'number' || !Number.isInteger(version) || version < 1) return fail('broken');
  if (version > settingsVersion) return fail('newer');
  const plain = readPlain(raw);
  const tables = readRecord(raw['tables'], lenient(TableLayout), 'tables');
  const clusters = readRecord(raw['clusters'], lenient(ClusterNote), 'clusters');
  const trust = readList(raw['execTrust'], lenient(ExecTrust), 'execTrust');
  const kubeconfigs = readList(raw['kubeconfigs'], z.string(), 'kubeconfigs');
  const ca = readCa(raw);
  return ok({
    settings: {
      ...defaultSettings,
      ...plain.value,
      tables: tables.value,
      clusters: clusters.value,
      execTrust: trust.value,
      kubeconfigs: kubeconfigs.value,
      caBundle: ca.bundle,
    },
    caPem: ca.pem,
    raw,
    faults: [...plain.faults, ...tables.faults, ...clusters.faults, ...trust.faults, ...kubeconfigs.faults, ...ca.faults],
  });
};

const sameJson = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

/** Entries that did not change stay as the file has them, with what we do not know of them; so do those we cannot read. */
const mergeRecord = (
  raw: JsonValue | undefined,
  before: Readonly<Record<string, object>>,
  after: Readonly<Record<string, object>>,
): JsonObject => {
  const old: JsonObject = raw !== undefined && isJsonObject(raw) ? raw : {};
  const kept = Object.entries(old).filter(([key]) => Object.hasOwn(after, key) || !Object.hasOwn(before, key));
  const changed = Object.entries(after)
    .filter(([key, value]) => !sameJson(before[key], value))
    .map(([key, value]) => {
      const whole = old[key];
      return [key, whole !== undefined && isJsonObject(whole) ? { ...whole, ...value } : value] as const;
    });
  return Object.fromEntries([...kept, ...changed]) as JsonObject;
};

/** The settings with a change in them, and the file's text with all else as it was. */
export const withFields = (
  stored: StoredSettings,
  fields: SettingsFields,
): { readonly stored: StoredSettings; readonly text: string } => {
  const { caBundle, ...plain } = fields;
  const settings: Settings = {
    ...stored.settings,
    ...plain,
    ...(caBundle === undefined ? {} : { caBundle: caBundle?.bundle ?? null }),
  };
  const caPem = caBundle === undefined ? stored.caPem : (caBundle?.pem ?? null);
  const raw = {
    ...stored.raw,
    version: settingsVersion,
    ...plain,
    ...(fields.tables === undefined ? {} : { tables: mergeRecord(stored.raw['tables'], stored.settings.tables, fields.tables) }),
    ...(fields.clusters === undefined
      ? {}
      : { clusters: mergeRecord(stored.raw['clusters'], stored.settings.clusters, fields.clusters) }),
    ...(caBundle === undefined ? {} : { caBundle: settings.caBundle, caBundlePem: caPem }),
  } as unknown as JsonObject;
  return { stored: { ...stored, settings, caPem, raw }, text: `${JSON.stringify(raw, null, 2)}\n` };
};
