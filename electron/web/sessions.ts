import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Codes are for one exchange within two minutes; tokens live as long as the process. Kept as digests only. */
export interface Sessions {
  issueCode(): string;
  /** A token for a code that is known, unused and fresh. */
  exchange(code: string): string | undefined;
  isToken(token: string): boolean;
}

const codeLife = 120_000;
/** The first code waits for a person to open the printed URL. */
const firstCodeLife = 24 * 3_600_000;
const mostCodes = 20;

export const createSessions = (now: () => number): Sessions => {
  const codes: { readonly digest: Buffer; readonly until: number }[] = [];
  const tokens: Buffer[] = [];
  let issued = 0;
  return {
    issueCode: () => {
      const code = randomBytes(24).toString('base64url');
      codes.push({ digest: digest(code), until: now() + (issued === 0 ? firstCodeLife : codeLife) });
      issued += 1;
      if (codes.length > mostCodes) codes.shift();
      return code;
    },
    exchange: code => {
      const given = digest(code);
      const at = codes.findIndex(known => timingSafeEqual(known.digest, given));
      if (at < 0) return undefined;
      const [known] = codes.splice(at, 1);
      if (known === undefined || known.until < now()) return undefined;
      const token = randomBytes(32).toString('base64url');
      tokens.push(digest(token));
      return token;
    },
    isToken: token => {
      const given = digest(token);
      return tokens.some(known => timingSafeEqual(known, given));
    },
  };
};
