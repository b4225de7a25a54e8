import { createHash } from 'node:crypto';

/**
 * Credentials that stand in the demo cluster as careless people leave them, so that redaction has something to take out.
 * None opens anything. The test looks for each in every form.
 */
const made = (place: string, length: number): string =>
  createHash('sha512').update(`plumbline-demo-planted/${place}`).digest('base64url').replaceAll(/[-_]/g, 'x').slice(0, length);

/** Shaped as the keys of a large cloud are; put together here, so that no scanner of repositories takes them for real. */
const accessKeyId = (place: string): string =>
  `${'AK'}IA${made(place, 40)
    .toUpperCase()
    .replaceAll(/[^A-Z2-7]/g, 'Q')
    .slice(0, 16)}`;

export const planted = {
  legacyDatabasePassword: `Tk1-${made('legacy database', 22)}`,
  legacySmtpPassword: `mail_${made('legacy smtp', 20)}`,
  marketingAccessKeyId: accessKeyId('marketing key id'),
  marketingSecretKey: made('marketing secret key', 40),
  warehouseDsnPassword: made('warehouse dsn', 24),
  pipelineToken: made('pipeline token', 36),
  webhookToken: `whk-${made('webhook annotation', 32)}`,
  searchAdminPassword: made('search admin', 28),
  paymentProviderKey: made('payment provider', 40),
  databaseOwnerPassword: made('database owner', 32),
  registryPassword: made('registry', 32),
  tlsKey: made('tls key', 48),
  helmAdminPassword: made('helm values', 24),
} as const;
