import type { ReactElement } from 'react';
import { Link } from 'wouter';
import { ActionMenu } from '#renderer/ui/Menu.tsx';
import { MiddleTruncate } from '#renderer/ui/MiddleTruncate.tsx';
import { type AccessState, addressOf } from '../access-state.ts';
import type { AskedBefore } from '../asked-before.ts';
import { currentQuestion, questionGroups, stateOfQuestion } from '../questions.ts';

interface Props {
  readonly snapshot: string;
  readonly state: AccessState;
  readonly before: readonly AskedBefore[];
}

/** The second column: prebuilt questions, and those that were asked before. The current one is marked by its weight. */
export const QuestionColumn = ({ snapshot, state, before }: Props): ReactElement => {
  const current = currentQuestion(state)?.id;
  return (
    <nav className="facets access-questions" aria-label="Questions">
      {questionGroups.map(group => (
        <div key={group.title} className="access-group">
          <h2>{group.title}</h2>
          <ul>
            {group.questions.map(question => (
              <li key={question.id}>
                <Link
                  href={addressOf(snapshot, stateOfQuestion(question, state))}
                  className={question.id === current ? 'is-current' : ''}
                  aria-current={question.id === current ? 'true' : undefined}
                >
                  {question.label}
                </Link>
              </li>
            ))}
          </ul>
        </div>
      ))}
      {before.length === 0 ? null : (
        <div className="access-group">
          <h2>Asked before</h2>
          <ul>
            {before.map(({ address, about, what }) => (
              <li key={address}>
                <Link href={address} className="access-before" title={`${about}, ${what}`}>
                  <MiddleTruncate text={about} className="mono" plain />
                  <span className="small">{what}</span>
                </Link>
              </li>
            ))}
          </ul>
        </div>
      )}
    </nav>
  );
};

/** The same in a narrow window. */
export const QuestionMenu = ({
  snapshot,
  state,
  before,
  onGo,
}: Props & { readonly onGo: (address: string) => void }): ReactElement => (
  <ActionMenu
    label={currentQuestion(state)?.label ?? 'Questions'}
    name={`Questions: ${currentQuestion(state)?.label ?? 'none chosen'}`}
    actions={[
      ...questionGroups.flatMap(group =>
        group.questions.map(question => ({
          label: question.label,
          onSelect: () => onGo(addressOf(snapshot, stateOfQuestion(question, state))),
        })),
      ),
      ...before.map(({ address, about, what }) => ({ label: `Before: ${about}, ${what}`, onSelect: () => onGo(address) })),
    ]}
  />
);
