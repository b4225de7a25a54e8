import { useEffect, useState } from 'react';
import { z } from 'zod';
import { type AccessState, addressOf } from './access-state.ts';
import { currentQuestion } from './questions.ts';

const AskedBefore = z.strictObject({ address: z.string().startsWith('/s/'), about: z.string(), what: z.string() });
export type AskedBefore = z.infer<typeof AskedBefore>;

const most = 5;
const keyOf = (snapshot: string): string => `plumbline.asked:${snapshot}`;

const read = (snapshot: string): readonly AskedBefore[] => {
  try {
    const parsed = z.array(AskedBefore).safeParse(JSON.parse(sessionStorage.getItem(keyOf(snapshot)) ?? '[]') as unknown);
    return parsed.success ? parsed.data : [];
  } catch {
    return [];
  }
};

const words: Readonly<Record<string, string>> = {
  paths: 'paths',
  internet: 'paths',
  reach: 'reached by',
  blast: 'blast radius',
  'who-can': 'who can',
  'what-can': 'what can',
  matrix: 'matrix',
};

/** What a question was about; null where it is about nothing of its own. */
export const aboutOf = (state: AccessState): string | null => {
  const { ask, from, question } = state;
  if (question === 'who-can')
    return ask['verb'] === undefined
      ? null
      : [ask['verb'], ask['resource'] ?? ask['path'] ?? '', ask['ns'] ?? ''].filter(Boolean).join(' ');
  if (question === 'what-can') return ask['subject'] ?? null;
  if (question === 'matrix') return ask['resource'] ?? null;
  if (question === 'paths' || question === 'internet' || question === 'reach' || question === 'blast')
    return from === '' ? null : from;
  return null;
};

const keep = (snapshot: string, list: readonly AskedBefore[]): void => {
  try {
    sessionStorage.setItem(keyOf(snapshot), JSON.stringify(list));
  } catch {
    // Without room the list ends with the page.
  }
};

/** The last questions of this session that were about something, newest first; the one that is asked now is kept and not shown. */
export const useAskedBefore = (snapshot: string, state: AccessState): readonly AskedBefore[] => {
  const about = aboutOf(state);
  const address = addressOf(snapshot, {
    ...state,
    at: null,
    eye: null,
    steps: [],
    change: null,
    path: null,
    view: 'graph',
    tab: 'edges',
  });
  const what = words[state.question ?? ''] ?? currentQuestion(state)?.label ?? '';
  const [list, setList] = useState(() => read(snapshot));
  const next =
    about === null || list[0]?.address === address
      ? list
      : [{ address, about, what }, ...list.filter(one => one.address !== address)].slice(0, most);
  if (next !== list) setList(next);
  useEffect(() => keep(snapshot, next), [snapshot, next]);
  return next.filter(one => one.address !== address);
};
