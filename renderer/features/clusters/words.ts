import type { ContextSource } from '#contract/context';
import type { InventoryEntry } from '#contract/inventory';
import { ageText } from '#renderer/ui/time.ts';

export const authWords: Readonly<Record<string, string>> = {
  clientCertificate: 'client certificate',
  token: 'token',
  tokenFile: 'token file',
  basic: 'password',
  exec: 'login program',
  authProvider: 'OIDC',
  impersonate: 'impersonation',
};

export const authText = (entry: Pick<InventoryEntry, 'user'>): string =>
  entry.user === null ? 'no user' : entry.user.auth.map(kind => authWords[kind] ?? kind).join(', ') || 'anonymous';

export const sourceKinds: Readonly<Record<ContextSource['kind'], string>> = {
  default: 'default file',
  environment: 'KUBECONFIG',
  flag: 'named at start',
  file: 'added file',
  folder: 'added folder',
  pasted: 'added, in memory only',
};

/** Whether and by how much a new snapshot is due: "overdue by 2 d". '' where no cadence is wanted. */
export const dueText = (entry: Pick<InventoryEntry, 'due' | 'dueAt' | 'note'>, now: number): string => {
  if (entry.dueAt === null) return '';
  const at = Date.parse(entry.dueAt);
  return at < now
    ? `overdue by ${ageText(at, Math.max(now, at + 60_000))}`
    : `due in ${ageText(now, Math.max(at, now + 60_000))}`;
};

export const cadenceText = (hours: number | null): string => {
  if (hours === null) return 'no cadence';
  if (hours % 24 !== 0) return hours === 1 ? 'every hour' : `every ${hours} hours`;
  const days = hours / 24;
  if (days === 1) return 'every day';
  return days === 7 ? 'every week' : `every ${days} days`;
};
