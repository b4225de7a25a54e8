import { z } from 'zod';

export const AuthKind = z.enum(['clientCertificate', 'token', 'tokenFile', 'basic', 'exec', 'authProvider', 'impersonate']);

/** One context as `contexts --format json` gives it. Never a credential. */
export const ContextEntry = z.strictObject({
  source: z.string(),
  name: z.string(),
  current: z.boolean(),
  namespace: z.string().nullable(),
  cluster: z
    .strictObject({
      name: z.string(),
      server: z.string(),
      /** SHA-256 of the CA's bytes as the kubeconfig holds them, hex. */
      ca: z.string().nullable(),
      insecure: z.boolean(),
      proxyUrl: z.string().nullable(),
      tlsServerName: z.string().nullable(),
    })
    .nullable(),
  user: z.strictObject({ name: z.string(), auth: z.array(AuthKind) }).nullable(),
  problems: z.array(z.string()),
});
export type ContextEntry = z.infer<typeof ContextEntry>;

/** A kubeconfig file, list or pasted text, and what is wrong with it as a whole. */
export const ContextSource = z.strictObject({
  id: z.string(),
  kind: z.enum(['default', 'environment', 'flag', 'file', 'folder', 'pasted']),
  label: z.string(),
  /** Exec plugins of imported, pasted and dropped files ask before they run. */
  trustedExec: z.boolean(),
  problems: z.array(z.string()),
});
export type ContextSource = z.infer<typeof ContextSource>;

export const DoctorStep = z.strictObject({
  id: z.enum(['file', 'environment', 'plugin', 'network', 'proxy', 'tls', 'authentication', 'authorization']),
  title: z.string(),
  state: z.enum(['pass', 'fail', 'skip']),
  /** What was seen: the address, the certificate's issuer, the user's name. */
  seen: z.string(),
  /** The raw error, through the redactor. */
  error: z.string().nullable(),
  fix: z.string().nullable(),
  elapsedMs: z.number(),
});
export type DoctorStep = z.infer<typeof DoctorStep>;

/** What each step is called, in the order in which they are tried. */
export const doctorTitles: Readonly<Record<DoctorStep['id'], string>> = {
  file: 'The kubeconfig',
  environment: 'The environment for plugins',
  plugin: 'Credentials',
  network: 'The host and its port',
  proxy: 'The proxy',
  tls: 'TLS and HTTP',
  authentication: 'Who the server takes you for',
  authorization: 'What you may read',
};

export const DoctorReport = z.strictObject({
  context: z.string(),
  server: z.string().nullable(),
  steps: z.array(DoctorStep),
  ok: z.boolean(),
});
export type DoctorReport = z.infer<typeof DoctorReport>;
