import { type FormEvent, type ReactElement, useState } from 'react';
import type { Problem } from '#contract/problem';
import { usePageState, useTitle } from '#renderer/app/page-state.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Icon } from '#renderer/ui/Icon.tsx';
import { ErrorState } from '#renderer/ui/States.tsx';
import { login } from './session.ts';

/** A further tab, or one whose login has ended: it asks for a code. */
export const LoginPage = ({
  problem,
  onLogin,
}: {
  readonly problem: Problem | null;
  readonly onLogin: (token: string) => void;
}): ReactElement => {
  const [code, setCode] = useState('');
  const [refused, setRefused] = useState(problem);
  const [busy, setBusy] = useState(false);
  usePageState(refused === null ? 'ready' : 'error');
  useTitle('Log in');
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    const reply = await login(code.trim());
    setBusy(false);
    if (reply.ok) onLogin(reply.value);
    else setRefused(reply.error);
  };
  return (
    <main className="login">
      <h1 className="login-title">
        <Icon name="plumb" size={18} /> Plumbline
      </h1>
      <form className="login-form" onSubmit={event => void submit(event)}>
        <label className="ui-field">
          <span>One-time code</span>
          <input
            className="ui-input mono"
            value={code}
            onChange={event => setCode(event.target.value)}
            autoComplete="off"
            spellCheck={false}
            required
            maxLength={200}
          />
        </label>
        <p className="muted">
          The terminal where <span className="mono">plumbline serve</span> runs prints an address with a code; an open tab gives
          one on its start page. It works once.
        </p>
        <Button variant="primary" type="submit" busy={busy} disabled={busy || code.trim() === ''}>
          Log in
        </Button>
      </form>
      {refused === null ? null : <ErrorState fault={refused} inline />}
    </main>
  );
};
