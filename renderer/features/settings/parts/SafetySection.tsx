import type { ReactElement } from 'react';
import { Link } from 'wouter';
import { contextOfKey, type ExecTrust, type Settings } from '#contract/settings';
import type { ContextRef } from '#contract/snapshot';
import { useCommand } from '#renderer/app/client/query.ts';
import { routes } from '#renderer/app/routes.ts';
import { RelativeTime } from '#renderer/ui/RelativeTime.tsx';
import { Switch } from '#renderer/ui/Switch.tsx';
import { toast } from '#renderer/ui/Toast.tsx';
import { visible } from '#renderer/ui/visible.ts';
import { tellFault, useSetting, useTakeSettings } from '../use-setting.ts';
import { ChoiceRow } from './ChoiceRow.tsx';
import { Section } from './Section.tsx';

const saying = (settings: Settings, readOnly: boolean): readonly ContextRef[] =>
  Object.entries(settings.clusters).flatMap(([key, note]) => {
    const context = contextOfKey(key);
    return note.readOnly === readOnly && context !== null ? [context] : [];
  });

const Exceptions = ({
  contexts,
  words,
}: {
  readonly contexts: readonly ContextRef[];
  readonly words: string;
}): ReactElement | null =>
  contexts.length === 0 ? null : (
    <div className="settings-fact">
      <p>{words}</p>
      <ul className="settings-list">
        {contexts.map(context => (
          <li key={`${context.source} ${context.name}`}>
            <Link href={routes.context(context)}>{visible(context.name, 200)}</Link>
          </li>
        ))}
      </ul>
    </div>
  );

const Trusted = ({ trust }: { readonly trust: readonly ExecTrust[] }): ReactElement => {
  const revoke = useCommand('settings.revokeExec');
  const take = useTakeSettings();
  const end = (entry: ExecTrust, next: HTMLElement | null): void =>
    revoke.mutate(
      { hash: entry.hash },
      {
        onSuccess: reply => {
          take(reply);
          toast('It asks again before it runs', visible(entry.command, 160));
          next?.focus();
        },
        onError: tellFault,
      },
    );
  return trust.length === 0 ? (
    <p className="muted">None. When one asks, you can let it run once, or from then on.</p>
  ) : (
    <ul className="trust" aria-label="Login programs that run without asking">
      {trust.map(entry => (
        <li key={entry.hash} className="trust-row">
          <div className="trust-text">
            <p className="mono settings-break">{visible(entry.command, 2000)}</p>
            <p className="muted small settings-break">
              of {visible(entry.file, 600)}, for <RelativeTime time={entry.since} />
            </p>
          </div>
          <button
            type="button"
            className="ui-button ui-button-plain"
            aria-label={`Ask again before ${visible(entry.command, 120)}`}
            onClick={() => end(entry, document.getElementById('settings-safety-title'))}
          >
            Ask again
          </button>
        </li>
      ))}
    </ul>
  );
};

/** What may leave this machine, and what may run on it. */
export const SafetySection = ({ settings }: { readonly settings: Settings }): ReactElement => {
  const set = useSetting();
  return (
    <Section id="safety" title="Safety">
      <Switch
        label="Read-only for all clusters"
        hint="Refuses server dry-runs too: they store nothing, but they are write requests. Reads and reviews of your own rights are sent all the same. The command line follows."
        checked={settings.readOnly}
        onChange={readOnly => set({ readOnly }, readOnly ? 'Read-only is on' : 'Read-only is off: dry-runs on your click')}
      />
      <Exceptions
        contexts={saying(settings, !settings.readOnly)}
        words={
          settings.readOnly
            ? 'By your notes, dry-runs stay allowed on:'
            : 'By your notes, these are read-only whatever is set here:'
        }
      />
      <ChoiceRow
        title="Login programs that may run without asking"
        hint="Programs that an added kubeconfig names. Another argument, variable or file is another program, and asks. Those of your own kubeconfig run as with kubectl."
      >
        <Trusted trust={settings.execTrust} />
      </ChoiceRow>
    </Section>
  );
};
