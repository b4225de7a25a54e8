import { z } from 'zod';
import type { ContextRef } from './snapshot.ts';

export const Theme = z.enum(['system', 'dark', 'light', 'contrast']);
export type Theme = z.infer<typeof Theme>;

export const Density = z.enum(['comfortable', 'compact']);
export type Density = z.infer<typeof Density>;

const hour = 60;

/** What a person says about a context, kept also while its kubeconfig is away. Empty: not said. */
export const ClusterNote = z.strictObject({
  owner: z.string().max(200),
  environment: z.enum(['', 'production', 'staging', 'test', 'development']),
  criticality: z.enum(['', 'high', 'medium', 'low']),
  /** Hours within which a new snapshot is wanted. */
  cadenceHours: z
    .number()
    .int()
    .min(1)
    .max(24 * 366)
    .nullable(),
  /** Of the band; null: by the cluster's own identity. */
  colour: z
    .string()
    .regex(/^#[0-9a-f]{6}$/u)
    .nullable(),
  /** Null: as the setting for all clusters says. */
  readOnly: z.boolean().nullable(),
});
export type ClusterNote = z.infer<typeof ClusterNote>;

export const emptyNote: ClusterNote = {
  owner: '',
  environment: '',
  criticality: '',
  cadenceHours: null,
  colour: null,
  readOnly: null,
};

/** What a person chose of a table: columns in order, and by what it is sorted. */
export const TableLayout = z.strictObject({
  columns: z.array(z.string().max(100)).max(60),
  sort: z.strictObject({ id: z.string().max(100), desc: z.boolean() }).nullable(),
});
export type TableLayout = z.infer<typeof TableLayout>;

/** A bundle of certificates that is trusted beside a cluster's own CA. Its text stays with the core. */
export const CaBundle = z.strictObject({
  name: z.string().max(255),
  certificates: z.number().int(),
  /** Of the whole text, hex. */
  sha256: z.string(),
  subjects: z.array(z.string()),
  /** RFC 3339: when the first of them ends. */
  expires: z.string(),
});
export type CaBundle = z.infer<typeof CaBundle>;

/** A login program of an imported file that a person lets run without asking again. */
export const ExecTrust = z.strictObject({
  /** SHA-256 over the file and the whole command with its variables, hex. */
  hash: z.string().regex(/^[0-9a-f]{64}$/u),
  file: z.string().max(4096),
  command: z.string().max(4096),
  /** RFC 3339. */
  since: z.string(),
});
export type ExecTrust = z.infer<typeof ExecTrust>;

/** An http, https or socks5 proxy; '' is none. What it says is checked again where it is used. */
const ProxyUrl = z
  .string()
  .max(2000)
  .regex(/^(?:https?|socks5h?):\/\/[^\s/]+/iu, 'A proxy is a URL with http, https or socks5, and a host.');

export const requestTimeoutBounds = { least: 1_000, most: 600_000 } as const;

export const Settings = z.strictObject({
  theme: Theme,
  density: Density,
  /** Single-letter keys (WCAG 2.1.4: they can be switched off). */
  singleKeys: z.boolean(),
  proxyUrl: ProxyUrl.nullable(),
  caBundle: CaBundle.nullable(),
  requestTimeoutMs: z.number().int().min(requestTimeoutBounds.least).max(requestTimeoutBounds.most),
  notifications: z.enum(['ask', 'on', 'off']),
  /** Refuses whatever could write, server dry-run included, where a cluster's note says nothing else. */
  readOnly: z.boolean(),
  tables: z.record(z.string().max(100), TableLayout),
  /** By `contextKey`. */
  clusters: z.record(z.string().max(5000), ClusterNote),
  execTrust: z.array(ExecTrust),
  /** Kubeconfigs and folders that a person chose in the system's dialog, read at each start. Only main's dialog adds to them. */
  kubeconfigs: z.array(z.string().max(4096)),
});
export type Settings = z.infer<typeof Settings>;

export const defaultSettings: Settings = {
  theme: 'system',
  density: 'comfortable',
  singleKeys: true,
  proxyUrl: null,
  caBundle: null,
  requestTimeoutMs: 60_000,
  notifications: 'ask',
  readOnly: false,
  tables: {},
  clusters: {},
  execTrust: [],
  kubeconfigs: [],
};

/** What one call changes: absent fields stay. A table's null layout is the page's own again. Notes, trust and certificates have calls of their own. */
export const SettingsChange = Settings.pick({
  theme: true,
  density: true,
  singleKeys: true,
  proxyUrl: true,
  requestTimeoutMs: true,
  notifications: true,
  readOnly: true,
})
  .extend({ tables: z.record(z.string().max(100), TableLayout.nullable()) })
  .partial();
export type SettingsChange = z.infer<typeof SettingsChange>;

/** The two parts of a context's identity as one text, and back. */
export const contextKey = ({ source, name }: ContextRef): string => JSON.stringify([source, name]);

export const contextOfKey = (key: string): ContextRef | null => {
  try {
    const value: unknown = JSON.parse(key);
    if (!Array.isArray(value) || value.length !== 2) return null;
    const [source, name] = value as readonly unknown[];
    return typeof source === 'string' && typeof name === 'string' ? { source, name } : null;
  } catch {
    return null;
  }
};

export const noteOf = (settings: Settings, context: ContextRef | null): ClusterNote | null =>
  context === null ? null : (settings.clusters[contextKey(context)] ?? null);

/** Whether dry-runs against a context are refused: its own note first, then the setting for all. */
export const isReadOnly = (settings: Settings, context: ContextRef | null): boolean =>
  noteOf(settings, context)?.readOnly ?? settings.readOnly;

/** When a context should have been captured again; null where no cadence is wanted. Milliseconds since the epoch. */
export const dueAt = (note: ClusterNote | null, lastCapture: number): number | null =>
  note === null || note.cadenceHours === null ? null : lastCapture + note.cadenceHours * hour * 60_000;
