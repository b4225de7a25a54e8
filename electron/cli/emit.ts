import { writeOutputFile } from './output-file.ts';
import { failWith, type Session } from './session.ts';

/** The result goes to `--output FILE` or stdout. Gives the exit code of a failed write, else undefined. */
export const emit = async (session: Session, output: string | undefined, text: string): Promise<number | undefined> => {
  if (output === undefined) {
    await session.host.out.write(text);
    return undefined;
  }
  const written = await writeOutputFile(output, text, session.host.signal);
  return written.ok ? undefined : failWith(session, written.error);
};
