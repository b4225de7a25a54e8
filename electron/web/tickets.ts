import { randomBytes } from 'node:crypto';

/** A download's address: for one fetch, within 30 seconds, since a link carries no bearer token. */
export interface Tickets {
  issue(handle: string): string;
  redeem(ticket: string): string | undefined;
}

const life = 30_000;

export const createTickets = (now: () => number): Tickets => {
  const open = new Map<string, { readonly handle: string; readonly until: number }>();
  return {
    issue: handle => {
      for (const [ticket, { until }] of open) if (until < now()) open.delete(ticket);
      const ticket = randomBytes(24).toString('base64url');
      open.set(ticket, { handle, until: now() + life });
      return ticket;
    },
    redeem: ticket => {
      const found = open.get(ticket);
      open.delete(ticket);
      return found === undefined || found.until < now() ? undefined : found.handle;
    },
  };
};
