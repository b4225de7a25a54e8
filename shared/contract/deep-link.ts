import { z } from 'zod';
import { problem, type Problem } from './problem.ts';
import { fail, ok, type Result } from './result.ts';

/** A snapshot's finding: the only thing outside of the app that a link may name. */
export const DeepLink = z.strictObject({
  snapshot: z.string().regex(/^\w[\w.-]{0,199}$/u),
  finding: z.string().regex(/^\w[\w.:-]{0,199}$/u),
});
export type DeepLink = z.infer<typeof DeepLink>;

export const deepLinkScheme = 'plumbline';

const refused = (why: string): Result<never, Problem> =>
  fail(
    problem('usage', {
      what: 'A link was not opened.',
      why,
      todo: 'Plumbline opens links of the form plumbline://finding/<snapshot>/<finding> alone. Copy the link anew, or open the snapshot in the library.',
    }),
  );

const parts = /^plumbline:\/\/finding\/([^/?#]+)\/([^/?#]+)\/?$/iu;

/** `plumbline://finding/<snapshot>/<id>`, both as they are, and nothing else: no query, no escapes, no other host. */
export const parseDeepLink = (text: string): Result<DeepLink, Problem> => {
  if (text.length > 500) return refused('It is longer than any that Plumbline makes.');
  const found = parts.exec(text);
  if (found === null) return refused('It does not name one finding of one snapshot.');
  const link = DeepLink.safeParse({ snapshot: found[1], finding: found[2] });
  return link.success ? ok(link.data) : refused('Its snapshot or finding is not a name that Plumbline gives.');
};

export const deepLinkOf = ({ snapshot, finding }: DeepLink): string => `${deepLinkScheme}://finding/${snapshot}/${finding}`;
