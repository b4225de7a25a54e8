import { type AccessState, type QuestionId, startState } from './access-state.ts';

/** A question that is ready to be asked; what it still lacks is asked for on its page. */
export interface Question {
  readonly id: string;
  readonly label: string;
  readonly question: QuestionId;
  readonly state: Partial<AccessState>;
}

export interface QuestionGroup {
  readonly title: string;
  readonly questions: readonly Question[];
}

const one = (id: string, label: string, question: QuestionId, state: Partial<AccessState> = {}): Question => ({
  id,
  label,
  question,
  state,
});

const whoCan = (access: Readonly<Record<string, string>>): Partial<AccessState> => ({ ask: { ...access, somewhere: 'yes' } });

export const questionGroups: readonly QuestionGroup[] = [
  {
    title: 'Questions',
    questions: [
      one('paths', 'Paths to cluster admin', 'paths'),
      one('internet', 'Paths from the internet', 'internet', { from: 'internet' }),
      one('reach', 'What reaches this', 'reach'),
      one('blast', 'Blast radius of a pod', 'blast'),
      one('choke', 'Choke points', 'choke'),
    ],
  },
  {
    title: 'Permissions',
    questions: [
      one('who-can', 'Who can …', 'who-can'),
      one('what-can', 'What can … do', 'what-can'),
      one('read-secrets', 'Who can read Secrets', 'who-can', whoCan({ verb: 'get', resource: 'secrets' })),
      one('exec', 'Who can exec into pods', 'who-can', whoCan({ verb: 'create', resource: 'pods', subresource: 'exec' })),
      one('matrix', 'Permission matrix', 'matrix'),
      one('explain', 'Why forbidden', 'explain'),
      one('my-access', 'My access', 'my-access'),
    ],
  },
  {
    title: 'Upkeep',
    questions: [
      one('dangling', 'Dangling bindings', 'upkeep', { ask: { kind: 'dangling-role' } }),
      one('dangling-subject', 'Dangling subjects', 'upkeep', { ask: { kind: 'dangling-subject' } }),
      one('redundant', 'Redundant bindings', 'upkeep', { ask: { kind: 'redundant' } }),
      one('duplicate', 'Duplicate bindings', 'upkeep', { ask: { kind: 'duplicate' } }),
      one('dormant', 'Dormant bindings', 'upkeep', { ask: { kind: 'dormant' } }),
      one('default-changed', 'Default roles changed', 'upkeep', { ask: { kind: 'default-changed' } }),
    ],
  },
];

const all = questionGroups.flatMap(({ questions }) => questions);

/** What a question starts from; filters of the drawing go along. */
export const stateOfQuestion = (question: Question, now: AccessState): AccessState => ({
  ...startState,
  edges: now.edges,
  namespaces: now.namespaces,
  severity: now.severity,
  hideBaseline: now.hideBaseline,
  view: now.view,
  // Who was asked about stays asked about.
  ...(question.question === 'paths' && now.from !== 'internet' ? { from: now.from } : {}),
  ...question.state,
  question: question.question,
});

const sameAsk = (question: Question, state: AccessState): boolean => {
  const wanted = question.state.ask ?? {};
  return Object.entries(wanted).every(([name, value]) => state.ask[name] === value);
};

/** The one in the list that the address asks: the most particular of those that fit. */
export const currentQuestion = (state: AccessState): Question | undefined =>
  all
    .filter(question => question.question === state.question && sameAsk(question, state))
    .sort((a, b) => Object.keys(b.state.ask ?? {}).length - Object.keys(a.state.ask ?? {}).length)[0];
