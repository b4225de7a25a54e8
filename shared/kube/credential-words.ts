import { enumerate } from './sentence.ts';

const words: Readonly<Record<string, string>> = {
  api: 'API',
  aws: 'AWS',
  azure: 'Azure',
  digitalocean: 'DigitalOcean',
  docker: 'Docker',
  gcp: 'GCP',
  github: 'GitHub',
  gitlab: 'GitLab',
  grafana: 'Grafana',
  huggingface: 'Hugging Face',
  jwt: 'JSON web token',
  oauth: 'OAuth',
  openai: 'OpenAI',
  pypi: 'PyPI',
  sas: 'SAS',
  sendgrid: 'SendGrid',
  slack: 'Slack',
  stripe: 'Stripe',
  vault: 'Vault',
};

const nounOf = (name: string): string =>
  name
    .split('-')
    .map(word => words[word] ?? word)
    .join(' ');

const startsLikeVowel = /^(?:[aeio]|npm\b)/i;

const article = (noun: string): string => (startsLikeVowel.test(noun) ? 'an' : 'a');

const counted = (name: string, count: number): string => {
  const noun = nounOf(name);
  if (count > 1) return `${count} ${noun}s`;
  return `${article(noun)} ${noun}`;
};

/** What the end of a name says, the first that fits. */
const nouns: readonly (readonly [RegExp, string])[] = [
  [/pass(?:word|wd|code)?\d*$|pwd\d*$/, 'password'],
  [/passphrase$/, 'passphrase'],
  [/secret-?access-?key$/, 'secret access key'],
  [/secret-?key$/, 'secret key'],
  [/private-?key$/, 'private key'],
  [/api-?key$/, 'API key'],
  [/access-?key$/, 'access key'],
  [/account-?key$/, 'account key'],
  [/encryption-?key$/, 'encryption key'],
  [/signing-?key$/, 'signing key'],
  [/client-?secret$/, 'client secret'],
  [/session-?token$/, 'session token'],
  [/refresh-?token$/, 'refresh token'],
  [/token$/, 'token'],
  [/dsn$/, 'connection string'],
  [/credentials?$|creds$/, 'credential'],
  [/secrets?$/, 'secret'],
  [/key$/, 'key'],
];

/** Who gives credentials out: a name that starts so names its own. */
const issuers: ReadonlySet<string> = new Set([
  'aws',
  'azure',
  'digitalocean',
  'docker',
  'gcp',
  'github',
  'gitlab',
  'grafana',
  'huggingface',
  'npm',
  'openai',
  'pypi',
  'sendgrid',
  'slack',
  'stripe',
  'vault',
]);

const longestName = 128;

/** `AWS_SECRET_ACCESS_KEY`, `awsSecretAccessKey`: `aws-secret-access-key`. */
const kebab = (name: string): string =>
  name
    .slice(-longestName)
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replaceAll(/[^A-Za-z0-9]+/g, '-')
    .toLowerCase();

/** A credential that only its name gives away, in words: `an AWS secret access key`, `a password`; undefined where it does not say. */
export const credentialNamed = (name: string): string | undefined => {
  const said = kebab(name);
  const noun = nouns.find(([pattern]) => pattern.test(said))?.[1];
  if (noun === undefined) return undefined;
  const issuer = said.split('-', 1)[0] ?? '';
  const full = issuers.has(issuer) ? `${words[issuer] ?? issuer} ${noun}` : noun;
  return `${article(full)} ${full}`;
};

/** Classes of `credential` facts in words: `an AWS access key`, `3 passwords and a private key`. */
export const credentialsIn = (classes: readonly string[]): string =>
  enumerate([...Map.groupBy(classes, name => name)].map(([name, { length }]) => counted(name, length)));
