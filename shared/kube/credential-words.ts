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

const counted = (name: string, count: number): string => {
  const noun = nounOf(name);
  if (count > 1) return `${count} ${noun}s`;
  return `${startsLikeVowel.test(noun) ? 'an' : 'a'} ${noun}`;
};

/** Classes of `credential` facts in words: `an AWS access key`, `3 passwords and a private key`. */
export const credentialsIn = (classes: readonly string[]): string =>
  enumerate([...Map.groupBy(classes, name => name)].map(([name, { length }]) => counted(name, length)));
