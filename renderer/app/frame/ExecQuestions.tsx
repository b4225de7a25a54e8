import { type ReactElement, useState } from 'react';
import { problemOf, useCommand } from '#renderer/app/client/query.ts';
import { questionAnswered, useLive } from '#renderer/app/live.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Checkbox } from '#renderer/ui/Checkbox.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { toast } from '#renderer/ui/Toast.tsx';
import { visible } from '#renderer/ui/visible.ts';

const quoted = (argument: string): string => (/^[\w@%+=:,./-]+$/u.test(argument) ? argument : JSON.stringify(argument));

/** A plugin of an imported kubeconfig is a program of its author: nothing runs before the answer. */
export const ExecQuestions = (): ReactElement | null => {
  const question = useLive(state => state.questions[0]);
  const answer = useCommand('exec.answer');
  // Of the question that it was ticked for: the next one begins without.
  const [remember, setRemember] = useState<string | null>(null);
  if (question === undefined) return null;
  const reply = (allow: boolean): void => {
    answer.mutate(
      { question: question.question, allow, ...(allow && remember === question.question ? { remember: true } : {}) },
      { onError: error => toast(problemOf(error).what, problemOf(error).todo, 'alert') },
    );
    questionAnswered(question.question);
  };
  return (
    <Dialog
      open
      dismissible={false}
      onClose={() => reply(false)}
      title="Run this program to log in?"
      description={`The kubeconfig ${visible(question.source, 200)} names a program that gets its credentials. It would run on this machine with your rights.`}
      actions={
        <>
          <Button onClick={() => reply(false)}>Do not run it</Button>
          <Button variant="danger" onClick={() => reply(true)}>
            Run it
          </Button>
        </>
      }
    >
      <pre className="exec-command mono" aria-label="Command">
        {visible(question.command.map(quoted).join(' '), 4000)}
      </pre>
      {question.env.length === 0 ? null : (
        <p className="muted">
          It is given these variables: <span className="mono">{visible(question.env.join(', '), 2000)}</span>
        </p>
      )}
      {question.trust === undefined ? null : (
        <Checkbox checked={remember === question.question} onChange={checked => setRemember(checked ? question.question : null)}>
          Do not ask again for this very command of this file; Settings lists it, and can take it back
        </Checkbox>
      )}
    </Dialog>
  );
};
