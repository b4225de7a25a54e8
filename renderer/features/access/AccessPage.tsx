import { type ReactElement, useRef } from 'react';
import { Link, useLocation } from 'wouter';
import type { SnapshotSummary } from '#contract/snapshot';
import { useCall } from '#renderer/app/client/query.ts';
import { StatusLine } from '#renderer/app/frame/StatusLine.tsx';
import { useKeys } from '#renderer/app/keys.ts';
import { useNarrow } from '#renderer/app/narrow.ts';
import { SnapshotNotices } from '#renderer/app/notices.tsx';
import { usePageState, useTitle } from '#renderer/app/page-state.ts';
import { EmptyState } from '#renderer/ui/States.tsx';
import { type AccessControl, addressOf, type QuestionId, useAccessState } from './access-state.ts';
import { useAskedBefore } from './asked-before.ts';
import { AroundAnswer } from './parts/AroundAnswer.tsx';
import { AskBar } from './parts/AskBar.tsx';
import { ChokeAnswer } from './parts/ChokeAnswer.tsx';
import { PathsAnswer } from './parts/PathsAnswer.tsx';
import { QuestionColumn, QuestionMenu } from './parts/QuestionColumn.tsx';
import { StartList } from './parts/StartList.tsx';
import { ExplainAnswer } from './permissions/ExplainAnswer.tsx';
import { MatrixAnswer } from './permissions/MatrixAnswer.tsx';
import { MyAccessAnswer } from './permissions/MyAccessAnswer.tsx';
import { WhatCanAnswer } from './permissions/WhatCanAnswer.tsx';
import { WhoCanAnswer } from './permissions/WhoCanAnswer.tsx';
import { currentQuestion, questionGroups, stateOfQuestion } from './questions.ts';
import { UpkeepAnswer } from './upkeep/UpkeepAnswer.tsx';

const abouts: Readonly<Partial<Record<QuestionId, 'path' | 'around' | 'none'>>> = {
  paths: 'path',
  internet: 'path',
  reach: 'around',
  blast: 'around',
  choke: 'none',
};

/** The page begins with a question, never with a drawing of everything. */
const Questions = ({
  snapshot,
  control: { state },
}: {
  readonly snapshot: string;
  readonly control: AccessControl;
}): ReactElement => {
  usePageState('ready');
  return (
    <div className="page-scroll access-begin">
      <h2>What do you want to know?</h2>
      <p className="muted">
        Who can do what, how an attacker gets from one thing to another, and which one change stops it: computed from this
        snapshot alone.
      </p>
      <div className="access-begin-groups">
        {questionGroups.map(group => (
          <section key={group.title}>
            <h3>{group.title}</h3>
            <ul>
              {group.questions.map(question => (
                <li key={question.id}>
                  <Link href={addressOf(snapshot, stateOfQuestion(question, state))}>{question.label}</Link>
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
      <StatusLine facts={[]} />
    </div>
  );
};

const NoNode = ({ direction }: { readonly direction: 'in' | 'out' }): ReactElement => {
  usePageState('ready');
  return direction === 'in' ? (
    <EmptyState title="What is to be reached?">
      Name it above: a Secret as secret:namespace/name, a service account, a node, a namespace, or admin.
    </EmptyState>
  ) : (
    <EmptyState title="What has fallen?">
      Name a pod as pod:namespace/name, a workload, or any identity above: everything that an attacker reaches from there is
      drawn.
    </EmptyState>
  );
};

/** Who can do what, and how an attacker gets to more: questions at the left, the answer beside them. */
export const AccessPage = ({
  summary,
  question,
}: {
  readonly summary: SnapshotSummary;
  readonly question: string | null;
}): ReactElement => {
  const narrow = useNarrow();
  const [, navigate] = useLocation();
  const control = useAccessState(summary.id, question);
  const { state } = control;
  const input = useRef<HTMLInputElement>(null);
  const catalogue = useCall('attack.edges', {}).data;
  const before = useAskedBefore(summary.id, state);
  const current = currentQuestion(state);
  useTitle(current === undefined ? 'Access graph' : `${current.label}, access graph`);
  useKeys({ '/': { does: 'name what is asked about', hint: 'find', run: () => input.current?.focus() } });
  const menu = narrow ? <QuestionMenu snapshot={summary.id} state={state} before={before} onGo={navigate} /> : null;
  const about = state.question === null ? undefined : abouts[state.question];
  const drawn = about !== undefined && about !== 'none' && state.from !== '';
  return (
    <>
      {narrow ? null : <QuestionColumn snapshot={summary.id} state={state} before={before} />}
      <div className="page-column access">
        <h1 className="sr-only">Access graph</h1>
        <SnapshotNotices snapshot={summary} />
        {about === undefined ? (
          narrow && state.question !== null ? (
            <div className="access-bar">{menu}</div>
          ) : null
        ) : (
          <AskBar
            snapshot={summary.id}
            control={control}
            catalogue={catalogue}
            input={input}
            about={about}
            menu={menu}
            views={drawn}
          />
        )}
        <Answer summary={summary} control={control} catalogue={catalogue} />
      </div>
    </>
  );
};

interface AnswerProps {
  readonly summary: SnapshotSummary;
  readonly control: AccessControl;
  readonly catalogue: Parameters<typeof PathsAnswer>[0]['catalogue'];
}

const Answer = (props: AnswerProps): ReactElement => {
  const { summary, control } = props;
  const { from } = control.state;
  switch (control.state.question) {
    case null:
      return <Questions snapshot={summary.id} control={control} />;
    case 'paths':
    case 'internet':
      return from === '' ? <StartList {...props} /> : <PathsAnswer {...props} />;
    case 'reach':
      return from === '' ? <NoNode direction="in" /> : <AroundAnswer {...props} direction="in" />;
    case 'blast':
      return from === '' ? <NoNode direction="out" /> : <AroundAnswer {...props} direction="out" />;
    case 'choke':
      return <ChokeAnswer {...props} />;
    case 'who-can':
      return <WhoCanAnswer {...props} />;
    case 'what-can':
      return <WhatCanAnswer {...props} />;
    case 'matrix':
      return <MatrixAnswer {...props} />;
    case 'explain':
      return <ExplainAnswer {...props} />;
    case 'my-access':
      return <MyAccessAnswer {...props} />;
    case 'upkeep':
      return <UpkeepAnswer {...props} />;
  }
};
