import { InvalidArgumentError, type Command } from 'commander';
import { action } from './action.ts';
import type { OpenRequest } from './host.ts';
import { failWith, type Session } from './session.ts';
import { usage } from './usage.ts';

interface Flags {
  readonly demo?: boolean;
}

const portOf = (text: string): number => {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (!(port <= 65_535)) throw new InvalidArgumentError('It takes a number from 0 to 65535; 0 takes any free one.');
  return port;
};

const requestOf = (flags: Flags, args: readonly string[]): OpenRequest | undefined =>
  flags.demo === true && args[0] !== undefined ? undefined : { file: args[0], demo: flags.demo === true };

const both = usage('A file and --demo were both named.', 'One thing is shown first.', 'Name one of them.');

const serve = async (session: Session, flags: Flags & { readonly port: number }, args: readonly string[]): Promise<number> => {
  const { host } = session;
  const request = requestOf(flags, args);
  if (request === undefined) return failWith(session, both);
  const ended = await host.startServe({
    ...request,
    port: flags.port,
    env: host.env,
    signal: host.signal,
    onReady: url => void host.out.write(`${url}\n`),
  });
  return ended.ok ? 0 : failWith(session, ended.error);
};

const open = async (session: Session, flags: Flags, args: readonly string[]): Promise<number> => {
  const request = requestOf(flags, args);
  if (request === undefined) return failWith(session, both);
  const ended = await session.host.startDesktop(request, session.host.signal);
  return ended.ok ? ended.value : failWith(session, ended.error);
};

export const addServe = (program: Command, session: Session): void => {
  program
    .command('serve')
    .argument('[file]', 'a bundle to show')
    .description('Serve the app on 127.0.0.1, with a one-time code in the address that is printed. Ctrl-C ends it.')
    .option('--demo', 'show the built-in demo cluster')
    .option('--port <number>', 'the port; 0 takes any free one', portOf, 0)
    .action(action(session, serve));
};

export const addOpen = (program: Command, session: Session): void => {
  program
    .command('open')
    .argument('[file]', 'a bundle to show')
    .description('Open the desktop app.')
    .option('--demo', 'show the built-in demo cluster')
    .action(action(session, open));
};
