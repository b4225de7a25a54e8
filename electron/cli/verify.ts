import { InvalidArgumentError, Option, type Command } from 'commander';
import { jsonText } from '#core/reports/json';
import { visibleText } from '#core/reports/visible-text';
import { action } from './action.ts';
import type { VerifyOutcome } from './cli-core.ts';
import { failWith, withCore, type Session } from './session.ts';

interface Flags {
  readonly expect?: string;
  readonly format: 'table' | 'json';
}

const exitCodes: Readonly<Record<VerifyOutcome['state'], number>> = { intact: 0, altered: 1, incomplete: 2 };

const hashOf = (text: string): string => {
  if (!/^[0-9a-f]{64}$/i.test(text)) throw new InvalidArgumentError('It takes the 64 hexadecimal characters of a SHA-256.');
  return text.toLowerCase();
};

const verdicts: Readonly<Record<VerifyOutcome['state'], string>> = {
  intact: 'intact',
  altered: 'ALTERED',
  incomplete: 'not a complete bundle',
};

const tableText = (file: string, outcome: VerifyOutcome): string => {
  const signature = outcome.signed
    ? `signed by ${outcome.signedBy ?? 'an unknown key'}`
    : 'unsigned: compare the identity with one that you got another way (--expect)';
  const lines = [
    `${file}: ${verdicts[outcome.state]}`,
    ...(outcome.identity === null ? [] : [`identity ${outcome.identity}`]),
    ...(outcome.state === 'incomplete' ? [] : [signature]),
    ...outcome.places.map(place => `  ${place.where}: ${place.what}`),
  ];
  return `${lines.map(line => visibleText(line, 2_000)).join('\n')}\n`;
};

const run = (session: Session, flags: Flags, args: readonly string[]): Promise<number> =>
  withCore(session, {}, async core => {
    const { host } = session;
    const file = args[0] ?? '';
    const outcome = await core.verifyBundle(file, { expect: flags.expect }, host.signal);
    if (!outcome.ok) return failWith(session, outcome.error);
    await host.out.write(flags.format === 'json' ? jsonText(outcome.value) : tableText(file, outcome.value));
    return exitCodes[outcome.value.state];
  });

export const addVerify = (program: Command, session: Session): void => {
  program
    .command('verify')
    .argument('<file>', 'an evidence bundle')
    .description(
      'Check the integrity and signature of a bundle, offline. Exit 0 intact, 1 altered (and where), 2 not a complete bundle.',
    )
    .option('--expect <sha256>', 'the identity that it must have', hashOf)
    .addOption(new Option('--format <format>', 'how the outcome is written').choices(['table', 'json']).default('table'))
    .action(action(session, run));
};
