import { readFile } from 'node:fs/promises';

/** What tests read of an audit event (audit.k8s.io/v1, level Metadata, stage ResponseComplete or later). */
export interface AuditEvent {
  readonly verb: string;
  readonly requestURI: string;
  readonly user: { readonly username: string; readonly groups?: readonly string[] };
  readonly impersonatedUser?: { readonly username: string; readonly groups?: readonly string[] };
  readonly userAgent?: string;
  readonly objectRef?: { readonly resource?: string; readonly namespace?: string; readonly name?: string };
  readonly responseStatus?: { readonly code?: number };
  readonly requestReceivedTimestamp: string;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** The API server writes an event before it answers (blocking mode), so after an answer its event is here. */
export async function readAudit(file: string): Promise<readonly AuditEvent[]> {
  const text = await readFile(file, 'utf8').catch(() => '');
  // A last line without its end is still being written.
  const complete = text.slice(0, text.lastIndexOf('\n') + 1);
  return complete
    .split('\n')
    .filter(line => line !== '')
    .map(line => JSON.parse(line) as AuditEvent);
}
