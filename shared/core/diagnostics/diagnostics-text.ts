import type { Diagnostics } from '#contract/diagnostics';
import { redactText } from '#core/redact/text';

type Facts = Omit<Diagnostics, 'text'>;

const howWords: Readonly<Record<Facts['environment']['how'], string>> = {
  own: 'this process’s own',
  'login-shell': 'captured from the login shell',
  fallback: 'this process’s own with the usual folders, since the login shell could not be asked',
};

const environmentLines = ({ how, shell, elapsedMs, path, names, problem }: Facts['environment']): readonly string[] => [
  `environment: ${howWords[how]}${shell === null ? '' : ` (${shell}, ${Math.round(elapsedMs)} ms)`}`,
  ...(problem === null ? [] : [`  problem: ${problem}`]),
  'PATH:',
  ...path.map(folder => `  ${folder}`),
  `variables (names alone): ${names.join(', ')}`,
];

const proxyLine = ({ inForce, from, noProxy, problem }: Facts['proxy']): string =>
  problem !== null
    ? `proxy: cannot be used: ${problem}`
    : inForce === null
      ? 'proxy: none'
      : `proxy: ${inForce}, by ${from ?? 'unknown'}${noProxy === '' ? '' : `, except ${noProxy}`}`;

/** Everything that helps to understand a fault elsewhere, as text without a value of any variable but PATH. */
export const diagnosticsText = (facts: Facts): string =>
  redactText(
    [
      `Plumbline ${facts.versions.plumbline}, rules ${facts.versions.rules}, ${facts.versions.host}`,
      `Node ${facts.versions.node}${facts.versions.electron === null ? '' : `, Electron ${facts.versions.electron}`}`,
      `${facts.platform.os} ${facts.platform.release} ${facts.platform.arch}, ${facts.platform.locale}`,
      `data: ${facts.data.home}`,
      ...facts.data.parts.map(part => `  ${part.id}: ${part.files} files, ${part.bytes} bytes`),
      proxyLine(facts.proxy),
      ...environmentLines(facts.environment),
      'log:',
      ...facts.log.map(line => `  ${line}`),
    ]
      .map(line => line.replaceAll(/[\r\n]+/g, ' '))
      .join('\n'),
    { maxLength: 200_000 },
  );
