import { textOfBase64 } from './base64.ts';
import type { CredentialMatch } from './credential-match.ts';
import { carriesNoSecret } from './secret-names.ts';
import { findUrlCredentials } from './url-credentials.ts';

/**
 * One form of credential. Every pattern is linear on any input: its start is pinned (a literal, or a look-behind that
 * forbids starting inside a run of the same characters), so that no run is walked twice. Group 1, where there is one, is
 * the credential. `probes`: one of them stands in every text that can match.
 */
interface Recogniser {
  readonly class: string;
  readonly probes: readonly string[];
  readonly pattern: RegExp;
  readonly accepts?: (credential: string) => boolean;
}

const looksRandom = (text: string): boolean => /[A-Z]/.test(text) && /[a-z]/.test(text) && /\d/.test(text);

const recognisers: readonly Recogniser[] = [
  {
    class: 'aws-access-key',
    probes: ['AKIA', 'ASIA', 'ABIA', 'ACCA'],
    pattern: /(?<![A-Za-z0-9])(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}(?![A-Za-z0-9])/dg,
  },
  { class: 'gcp-api-key', probes: ['AIza'], pattern: /(?<![\w-])AIza[\w-]{35}(?![\w-])/dg },
  { class: 'gcp-oauth-token', probes: ['ya29.', 'GOCSPX-'], pattern: /(?<![\w-])(?:ya29\.[\w-]{20,}|GOCSPX-[\w-]{20,})/dg },
  {
    class: 'azure-storage-key',
    probes: ['AccountKey=', 'SharedAccessKey='],
    pattern: /(?:AccountKey|SharedAccessKey)=([A-Za-z0-9+/]{40,}={0,2})/dg,
  },
  { class: 'azure-sas', probes: ['sig='], pattern: /[?&;]sig=([A-Za-z0-9%+/]{30,}={0,2})/dg },
  { class: 'azure-client-secret', probes: ['Q~'], pattern: /(?<![\w~.-])[\w~.-]{3}\dQ~[\w~.-]{31,34}(?![\w~.-])/dg },
  {
    class: 'github-token',
    probes: ['ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_', 'github_pat_'],
    pattern: /(?<![A-Za-z0-9_])(?:gh[pousr]_[A-Za-z0-9]{30,}|github_pat_\w{30,})/dg,
  },
  {
    class: 'gitlab-token',
    probes: ['glpat-', 'gldt-', 'glrt-', 'glptt-', 'glft-', 'glcbt-', 'gloas-', 'glagent-'],
    pattern: /(?<![\w-])gl(?:pat|dt|rt|ptt|ft|cbt|oas|agent)-[\w.-]{18,}/dg,
  },
  { class: 'slack-token', probes: ['xox', 'xapp-'], pattern: /(?<![\w-])(?:xox[abeoprs]|xapp)-[A-Za-z0-9-]{10,}/dg },
  {
    class: 'slack-webhook',
    probes: ['hooks.slack.com/'],
    pattern: /hooks\.slack\.com\/(?:services|workflows|triggers)\/([\w/+-]{20,})/dg,
  },
  {
    class: 'stripe-key',
    probes: ['sk_live_', 'sk_test_', 'rk_live_', 'rk_test_', 'whsec_'],
    pattern: /(?<![A-Za-z0-9])(?:[sr]k_(?:live|test)_[A-Za-z0-9]{10,}|whsec_[A-Za-z0-9+/=]{20,})/dg,
  },
  { class: 'npm-token', probes: ['npm_'], pattern: /(?<![A-Za-z0-9_])npm_[A-Za-z0-9]{30,}/dg },
  { class: 'pypi-token', probes: ['pypi-'], pattern: /(?<![\w-])pypi-[\w-]{50,}/dg },
  { class: 'docker-token', probes: ['dckr_pat_', 'dckr_oat_'], pattern: /(?<![\w-])dckr_[po]at_[\w-]{20,}/dg },
  { class: 'vault-token', probes: ['hvs.', 'hvb.', 'hvr.'], pattern: /(?<![\w.-])hv[sbr]\.[\w-]{20,}/dg },
  { class: 'sendgrid-key', probes: ['SG.'], pattern: /(?<![\w.-])SG\.[\w-]{16,}\.[\w-]{16,}/dg },
  { class: 'openai-key', probes: ['sk-'], pattern: /(?<![\w-])sk-[\w-]{20,}/dg, accepts: looksRandom },
  { class: 'grafana-token', probes: ['glsa_', 'glc_'], pattern: /(?<![\w-])gl(?:sa|c)_[\w=+/-]{20,}/dg },
  { class: 'digitalocean-token', probes: ['_v1_'], pattern: /(?<![A-Za-z0-9_])do[opr]_v1_[a-f0-9]{64}/dg },
  { class: 'huggingface-token', probes: ['hf_'], pattern: /(?<![A-Za-z0-9_])hf_[A-Za-z0-9]{30,}/dg },
  { class: 'age-key', probes: ['AGE-SECRET-KEY-'], pattern: /AGE-SECRET-KEY-1[A-Z0-9]{50,}/dg },
  { class: 'jwt', probes: ['eyJ'], pattern: /(?<![\w-])eyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]*/dg },
  {
    class: 'docker-config',
    probes: ['auth'],
    pattern: /(?<![A-Za-z])auth\\{0,4}"\s{0,8}:\s{0,8}\\{0,4}"([A-Za-z0-9+/]{8,}={0,2})/dg,
  },
  {
    class: 'kubeconfig',
    probes: ['client-key-data'],
    pattern: /client-key-data\\{0,4}"?\s{0,8}:\s{0,8}\\{0,4}"?([A-Za-z0-9+/]{24,}={0,2})/dg,
  },
  {
    class: 'bearer-token',
    probes: ['earer', 'EARER'],
    pattern: /bearer[ \t]{1,4}([\w.~+/-]{12,}=*)/dgi,
    accepts: text => /[\dA-Z]/.test(text),
  },
  {
    class: 'basic-auth',
    probes: ['asic', 'ASIC'],
    pattern: /(?<![A-Za-z])basic[ \t]{1,4}([A-Za-z0-9+/]{6,}={0,2})/dgi,
    accepts: text => (text.length >= 16 && looksRandom(text)) || textOfBase64(text)?.includes(':') === true,
  },
];

/** `password=…`, `"token": "…"`, `API_KEY: …` inside text: the name is all that tells. Quoted, quoted inside a quoted text, or bare. */
const named =
  /(?<word>password|passwd|passphrase|(?<![a-z])pass|pwd|secret|token|credentials?|(?:api|access|private|secret|signing|encryption|auth|account)[_. -]?key)s?\\{0,4}["'`]?\s{0,4}(?:=>|:=|[:=])\s{0,4}(?:[|>][+-]?\s{1,64})?(?:"((?:[^"\\]|\\[^])+)|\\{1,8}"([^"\\]+)|'([^'\\]+)|([^\s"'`,;&\\<>«»]+))/dgi;

/** Keys under which a bare lower-case name is the name of a Secret, not its content. */
const mayName = /^(?:secret|credentials?)$/i;
const dnsLabel = /^[a-z](?:[a-z-]*[a-z])?$/;

/**
 * Two tests that nearly every string of a cluster fails, and nothing that a recogniser would take does: this is the hot path
 * of a capture. Kept in step with the recognisers by a test.
 */
const hasForm =
  /:\/\/|-----BEGIN|eyJ|A(?:KIA|SIA|BIA|CCA)|AIza|ya29\.|GOCSPX-|AccountKey=|SharedAccessKey=|sig=|Q~|gh[pousr]_|github_pat_|gl(?:pat|dt|rt|ptt|ft|cbt|oas|agent)-|xox|xapp-|hooks\.slack|[sr]k_|whsec_|npm_|pypi-|dckr_|hv[sbr]\.|SG\.|sk-|gl(?:sa|c)_|_v1_|hf_|AGE-SECRET|auth\\{0,4}"|client-key-data|(?:earer|EARER|asic|ASIC)[ \t]/;

/** Only a URL with userinfo is shorter than this. */
const mayHaveForm = (text: string): boolean => (text.length < 10 ? text.includes('://') : hasForm.test(text));

const hasName = (text: string): boolean => {
  if (!text.includes(':') && !text.includes('=')) return false;
  // Searching for words is many times faster than a pattern that ignores case.
  const lower = text.toLowerCase();
  return nameParts.some(part => lower.includes(part));
};

/** One of them stands in every name that `named` takes. */
const nameParts = ['pass', 'pwd', 'secret', 'token', 'credential', 'key'];

/** Base64 runs that may hide a credential: long, of mixed case, and no hexadecimal digest. */
const encodedRun = /(?<![\w+/=-])[\w+/-]{24,}={0,2}(?![\w+/=-])/dg;

/** At most so many in one text; beyond, the whole text counts as one. */
const maxMatches = 200;

/** Whether a string is of a shape that is everywhere in a cluster and holds no credential: a UUID, a time. */
const isPlain = (text: string): boolean =>
  text.length < 8 ||
  (text.length === 20 && text.charCodeAt(4) === 45 && text.charCodeAt(10) === 84 && text.charCodeAt(19) === 90) ||
  (text.length === 36 &&
    text.charCodeAt(8) === 45 &&
    text.charCodeAt(13) === 45 &&
    text.charCodeAt(18) === 45 &&
    text.charCodeAt(23) === 45);

/** Whether a text may hold a base64 run of mixed case: one pass, no backtracking. */
const hasEncodedRun = (text: string): boolean => {
  if (text.length < 24) return false;
  let run = 0;
  let upper = false;
  let lower = false;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code >= 97 && code <= 122) lower = true;
    else if (code >= 65 && code <= 90) upper = true;
    else if (!((code >= 48 && code <= 57) || code === 43 || code === 47 || code === 45 || code === 95)) {
      run = 0;
      upper = false;
      lower = false;
      continue;
    }
    run += 1;
    if (run >= 24 && upper && lower) return true;
  }
  return false;
};

/** How far names alone are trusted: `named` off where text is code or documentation about credentials (CRD schemas, CEL). */
export interface Scan {
  readonly named: boolean;
}

/** The credentials in a text, in order and without overlap. */
export const findCredentials = (text: string, scan: Scan = { named: true }): readonly CredentialMatch[] => {
  if (isPlain(text)) return none;
  const encoded = hasEncodedRun(text);
  const found = plainCredentials(text, scan);
  if (found.length === 0 && !encoded) return none;
  if (encoded) found.push(...encodedCredentials(text));
  if (found.length > maxMatches) return [{ start: 0, end: text.length, class: found[0]?.class ?? 'password' }];
  return found.length < 2 ? found : withoutOverlap(found);
};

const none: readonly CredentialMatch[] = [];

/** Whether `findCredentials` can find anything at all: what nearly every string of a cluster is asked, and answers no. */
export const mayHoldCredentials = (text: string, named: boolean): boolean =>
  !isPlain(text) && (mayHaveForm(text) || hasEncodedRun(text) || (named && hasName(text)));

const plainCredentials = (text: string, scan: Scan): CredentialMatch[] => {
  const found: CredentialMatch[] = mayHaveForm(text) ? formedCredentials(text) : [];
  if (scan.named && hasName(text)) found.push(...namedCredentials(text));
  return found;
};

const formedCredentials = (text: string): CredentialMatch[] => {
  const found: CredentialMatch[] = [];
  for (const recogniser of recognisers) {
    if (!recogniser.probes.some(probe => text.includes(probe))) continue;
    for (const match of text.matchAll(recogniser.pattern)) {
      const span = match.indices?.[1] ?? match.indices?.[0];
      if (span === undefined || recogniser.accepts?.(text.slice(...span)) === false) continue;
      found.push({ start: span[0], end: span[1], class: recogniser.class });
      if (found.length > maxMatches) return found;
    }
  }
  if (text.includes('-----BEGIN ')) found.push(...privateKeys(text));
  if (text.includes('://')) found.push(...findUrlCredentials(text, maxMatches));
  return found;
};

const namedCredentials = (text: string): readonly CredentialMatch[] => {
  const found: CredentialMatch[] = [];
  for (const match of text.matchAll(named)) {
    const span = match.indices?.[2] ?? match.indices?.[3] ?? match.indices?.[4] ?? match.indices?.[5];
    if (span === undefined) continue;
    const value = text.slice(...span);
    if (carriesNoSecret(value) || (mayName.test(match[1] ?? '') && dnsLabel.test(value)) || /^(?:bearer|basic)$/i.test(value))
      continue;
    found.push({ start: span[0], end: span[1], class: 'password' });
    if (found.length > maxMatches) break;
  }
  return found;
};

/** PEM private keys by hand: a pattern would walk to the end of the text again for each header without an end. */
const privateKeys = (text: string): readonly CredentialMatch[] => {
  const found: CredentialMatch[] = [];
  let from = 0;
  while (found.length <= maxMatches) {
    const start = text.indexOf('-----BEGIN ', from);
    if (start < 0) break;
    const header = text.slice(start, start + 64);
    from = start + 11;
    if (!/^-----BEGIN (?:[A-Z0-9]+ ){0,3}PRIVATE KEY(?: BLOCK)?-----/.test(header)) continue;
    const footer = text.indexOf('-----END ', from);
    const close = footer < 0 ? -1 : text.indexOf('-----', footer + 9);
    const end = close < 0 ? text.length : close + 5;
    found.push({ start, end, class: 'private-key' });
    from = end;
  }
  return found;
};

/** The same forms once more, under one layer of base64. */
const encodedCredentials = (text: string): readonly CredentialMatch[] => {
  const found: CredentialMatch[] = [];
  let decodings = 0;
  for (const match of text.matchAll(encodedRun)) {
    const run = match[0];
    if (!/[A-Z]/.test(run) || !/[a-z]/.test(run) || (decodings += 1) > maxMatches) continue;
    const decoded = textOfBase64(run.length > maxEncoded ? run.slice(0, maxEncoded) : run);
    if (decoded === undefined || isPlain(decoded)) continue;
    const inner = plainCredentials(decoded, { named: true })[0];
    if (inner !== undefined) found.push({ start: match.index, end: match.index + run.length, class: inner.class });
  }
  return found;
};

/** Whole base64 groups. */
const maxEncoded = 256 * 1024;

const withoutOverlap = (found: readonly CredentialMatch[]): readonly CredentialMatch[] => {
  const ordered = [...found].sort((a, b) => a.start - b.start || b.end - a.end);
  const kept: CredentialMatch[] = [];
  for (const match of ordered) {
    const last = kept.at(-1);
    if (last === undefined || match.start >= last.end) kept.push(match);
    // A longer match that begins inside the last one: both must go.
    else if (match.end > last.end) kept[kept.length - 1] = { ...last, end: match.end };
  }
  return kept;
};

/**
 * One long word of mixed case with many digits: what generators of tokens make and people do not. Used only where nothing
 * else can tell: names of keys, values of labels. Digests, UUIDs and commit ids are of one case.
 */
export const isRandomWord = (text: string): boolean =>
  text.length >= 20 &&
  text.length <= 512 &&
  /^[A-Za-z0-9]+$/.test(text) &&
  looksRandom(text) &&
  text.replace(/\D+/g, '').length >= 5;

/** Whether a field's name is, or holds, a credential itself. Names repeat: their verdicts are kept, bounded. */
export const isCredentialName = (name: string): boolean => {
  if (name.length < 16) return false;
  const known = names.get(name);
  if (known !== undefined) return known;
  const answer = isRandomWord(name) || findCredentials(name).length > 0;
  if (names.size < 20_000 && name.length <= 320) names.set(name, answer);
  return answer;
};

const names = new Map<string, boolean>();
