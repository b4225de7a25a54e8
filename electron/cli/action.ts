import type { Command } from 'commander';
import type { Session } from './session.ts';

/** What a command does: flags as commander parsed them, positional arguments, and the exit code back. */
export type Run<Flags> = (session: Session, flags: Flags, args: readonly string[]) => Promise<number>;

/** Binds a run to a command; commander hands the command itself as the last argument. */
export const action = <Flags extends object>(
  session: Session,
  run: Run<Flags>,
): ((...given: readonly unknown[]) => Promise<void>) => {
  return async (...given) => {
    const command = given.at(-1) as Command;
    session.code = await run(session, command.opts<Flags>(), command.args);
  };
};
