import { useQueryClient } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import type { EnvironmentFacts } from '#contract/diagnostics';
import { problemOf, useCommand } from '#renderer/app/client/query.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { CopyButton } from '#renderer/ui/CopyButton.tsx';
import { AlertNotice } from '#renderer/ui/Notice.tsx';
import { ErrorState } from '#renderer/ui/States.tsx';
import { toast } from '#renderer/ui/Toast.tsx';
import { durationText, plural } from '#renderer/ui/time.ts';
import { visible } from '#renderer/ui/visible.ts';
import { Section } from './Section.tsx';

const howText = ({ how, shell, elapsedMs }: EnvironmentFacts): string => {
  if (how === 'own') return 'This program’s own: it was started from a terminal, or as the loopback page.';
  const asked = `${visible(shell ?? 'the login shell', 200)}, which took ${durationText(elapsedMs)}`;
  return how === 'login-shell'
    ? `Captured from your login shell ${asked}.`
    : `This program’s own with the folders in which plugins usually lie: the login shell could not be asked (${asked}).`;
};

/** Where login programs are looked for. The most frequent reason why one is not found stands here. */
export const EnvironmentSection = ({ environment }: { readonly environment: EnvironmentFacts }): ReactElement => {
  const queries = useQueryClient();
  const capture = useCommand('app.captureEnvironment');
  const again = (): void =>
    capture.mutate(
      {},
      {
        onSuccess: facts => {
          void queries.invalidateQueries({ queryKey: ['app.diagnostics'] });
          void queries.invalidateQueries({ queryKey: ['contexts.list'] });
          toast(
            facts.problem === null ? 'Captured the environment' : 'The login shell could not be asked',
            facts.problem ?? `${plural(facts.path.length, 'folder')} on PATH, ${plural(facts.names.length, 'variable')}`,
            facts.problem === null ? 'done' : 'alert',
          );
        },
      },
    );
  return (
    <Section
      id="environment"
      title="Environment"
      note="An app that is started from a menu lacks the PATH of a terminal, on which login programs lie. The login shell is asked for it once."
    >
      <p>{howText(environment)}</p>
      {environment.problem === null ? null : <AlertNotice>{visible(environment.problem, 800)}</AlertNotice>}
      {environment.how === 'own' ? null : (
        <div className="settings-actions">
          <Button busy={capture.isPending} disabled={capture.isPending} onClick={again}>
            Capture again
          </Button>
          <span className="muted small">after you have changed your shell’s profile; no restart is needed</span>
        </div>
      )}
      {capture.isError ? <ErrorState fault={problemOf(capture.error)} inline /> : null}
      <div>
        <div className="section-head">
          <h3>PATH, in this order</h3>
          <CopyButton text={environment.path.join('\n')}>Copy</CopyButton>
        </div>
        {/* Scrolls by itself, so that keys must reach it. */}
        <ol className="mono settings-break path-list" tabIndex={0} aria-label="PATH, in this order">
          {environment.path.map((folder, at) => (
            <li key={`${at} ${folder}`}>{visible(folder, 500)}</li>
          ))}
        </ol>
      </div>
      <details>
        <summary>{plural(environment.names.length, 'variable')}, their names alone</summary>
        <p className="mono small settings-break">{visible(environment.names.join(', '), 20_000)}</p>
      </details>
    </Section>
  );
};
