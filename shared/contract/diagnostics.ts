import { z } from 'zod';

/** One part of the data folder. */
export const DataPart = z.strictObject({
  id: z.enum(['snapshots', 'settings', 'logs', 'other']),
  path: z.string(),
  files: z.number().int(),
  bytes: z.number().int(),
});
export type DataPart = z.infer<typeof DataPart>;

/** The environment that plugins and proxies are read from. Values of variables never leave the core, PATH excepted. */
export const EnvironmentFacts = z.strictObject({
  /** `own`: what this process was given. `login-shell`: as a terminal has it. `fallback`: the shell could not be asked. */
  how: z.enum(['own', 'login-shell', 'fallback']),
  shell: z.string().nullable(),
  elapsedMs: z.number(),
  path: z.array(z.string()),
  names: z.array(z.string()),
  /** Why the shell could not be asked. */
  problem: z.string().nullable(),
});
export type EnvironmentFacts = z.infer<typeof EnvironmentFacts>;

/** The proxy that a server which is not this machine would be reached through. Never with its password. */
export const ProxyFacts = z.strictObject({
  inForce: z.string().nullable(),
  /** `the setting`, `HTTPS_PROXY`; null where there is none. */
  from: z.string().nullable(),
  noProxy: z.string(),
  problem: z.string().nullable(),
});
export type ProxyFacts = z.infer<typeof ProxyFacts>;

export const Diagnostics = z.strictObject({
  versions: z.strictObject({
    plumbline: z.string(),
    rules: z.string(),
    node: z.string(),
    electron: z.string().nullable(),
    host: z.string(),
  }),
  platform: z.strictObject({ os: z.string(), release: z.string(), arch: z.string(), locale: z.string() }),
  data: z.strictObject({ home: z.string(), parts: z.array(DataPart) }),
  environment: EnvironmentFacts,
  proxy: ProxyFacts,
  /** The last lines of the log, redacted. */
  log: z.array(z.string()),
  /** All of the above as one text to hand on. */
  text: z.string(),
});
export type Diagnostics = z.infer<typeof Diagnostics>;

export const PurgeWhat = z.enum(['snapshots', 'settings', 'logs', 'everything']);
export type PurgeWhat = z.infer<typeof PurgeWhat>;

/** What a purge would delete, told before. */
export const PurgePlan = z.strictObject({
  files: z.number().int(),
  bytes: z.number().int(),
  snapshots: z.number().int(),
  paths: z.array(z.string()),
});
export type PurgePlan = z.infer<typeof PurgePlan>;
