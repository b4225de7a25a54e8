import { type ChangeEvent, type ReactElement, useRef, useState } from 'react';
import type { ProxyFacts } from '#contract/diagnostics';
import type { Problem } from '#contract/problem';
import type { CaBundle, Settings } from '#contract/settings';
import { useClient } from '#renderer/app/client/context.tsx';
import { problemOf, useCommand } from '#renderer/app/client/query.ts';
import { upload } from '#renderer/app/client/upload.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { useNow } from '#renderer/ui/RelativeTime.tsx';
import { ErrorState } from '#renderer/ui/States.tsx';
import { TextField } from '#renderer/ui/TextField.tsx';
import { undoToast } from '#renderer/ui/Toast.tsx';
import { absoluteText, plural } from '#renderer/ui/time.ts';
import { visible } from '#renderer/ui/visible.ts';
import { proxyFault, secondsOf } from '../proxy-text.ts';
import { tellFault, useSetting, useTakeSettings } from '../use-setting.ts';
import { ChoiceRow } from './ChoiceRow.tsx';
import { Section } from './Section.tsx';

/** Text that is saved by Enter or on leaving the field, when it is right and another than before. */
const useDraft = (
  saved: string,
  fault: (text: string) => string | null,
  save: (text: string) => void,
): {
  readonly text: string;
  readonly error: string | null;
  readonly type: (text: string) => void;
  readonly commit: () => void;
} => {
  const [draft, setDraft] = useState<string | null>(null);
  const text = draft ?? saved;
  const error = draft === null ? null : fault(draft);
  return {
    text,
    error,
    type: setDraft,
    commit: () => {
      if (draft === null || error !== null) return;
      if (draft.trim() !== saved) save(draft.trim());
      setDraft(null);
    },
  };
};

const Proxy = ({ settings, proxy }: { readonly settings: Settings; readonly proxy: ProxyFacts | undefined }): ReactElement => {
  const set = useSetting();
  const draft = useDraft(settings.proxyUrl ?? '', proxyFault, text =>
    set({ proxyUrl: text === '' ? null : text }, text === '' ? 'No proxy is set' : 'Proxy saved'),
  );
  return (
    <>
      <TextField
        label="Proxy"
        value={draft.text}
        onChange={draft.type}
        onEnter={draft.commit}
        onBlur={draft.commit}
        error={draft.error}
        placeholder="http://proxy.example.com:3128"
        inputMode="url"
        mono
        hint="For every cluster whose kubeconfig names no proxy of its own, except those on this machine. Empty: the environment’s proxy variables apply."
      />
      {proxy === undefined ? null : (
        <p className={proxy.problem === null ? 'settings-fact' : 'settings-fact is-alert'}>
          {proxy.problem !== null ? (
            visible(proxy.problem, 400)
          ) : proxy.inForce === null ? (
            'In force: none; clusters are reached directly.'
          ) : (
            <>
              In force: <span className="mono">{visible(proxy.inForce, 300)}</span>, by {visible(proxy.from ?? '', 80)}
              {proxy.noProxy === '' || proxy.from === 'the setting' ? null : (
                <>
                  , except for <span className="mono">{visible(proxy.noProxy, 400)}</span>
                </>
              )}
              .
            </>
          )}
        </p>
      )}
    </>
  );
};

const soonMs = 60 * 86_400_000;

const BundleFacts = ({ bundle }: { readonly bundle: CaBundle }): ReactElement => {
  const now = useNow();
  const left = Date.parse(bundle.expires) - now;
  return (
    <div className="bundle-facts">
      <p>
        <span className="strong">{visible(bundle.name, 200)}</span>, {plural(bundle.certificates, 'certificate')}; the first ends{' '}
        <span className={left < soonMs ? 'is-alert' : ''}>
          {absoluteText(bundle.expires)}
          {left < 0 ? ', which has passed' : ''}
        </span>
      </p>
      <ul className="muted small bundle-subjects" aria-label="Certificates">
        {bundle.subjects.map((subject, at) => (
          <li key={`${at} ${subject}`}>{visible(subject, 200)}</li>
        ))}
        {bundle.certificates > bundle.subjects.length ? <li>and {bundle.certificates - bundle.subjects.length} more</li> : null}
      </ul>
      <p className="muted small mono settings-break">SHA-256 {bundle.sha256}</p>
    </div>
  );
};

const Certificates = ({ settings }: { readonly settings: Settings }): ReactElement => {
  const client = useClient();
  const put = useCommand('settings.setCaBundle');
  const clear = useCommand('settings.clearCaBundle');
  const restore = useCommand('settings.restoreCaBundle');
  const take = useTakeSettings();
  const undoable = (title: string, description?: string): void =>
    undoToast({
      title,
      ...(description === undefined ? {} : { description }),
      undo: () => restore.mutate({}, { onSuccess: take, onError: tellFault }),
    });
  const [fault, setFault] = useState<Problem | null>(null);
  const input = useRef<HTMLInputElement>(null);
  const choose = async (event: ChangeEvent<HTMLInputElement>): Promise<void> => {
    const file = event.target.files?.[0];
    if (file === undefined) return;
    setFault(null);
    const handle = await upload(client, file, file.name);
    // The same file may be chosen again after it was mended.
    if (input.current !== null) input.current.value = '';
    if (!handle.ok) {
      setFault(handle.error);
      return;
    }
    put.mutate(
      { upload: handle.value },
      {
        onSuccess: reply => {
          take(reply);
          undoable('Certificates saved', 'They are trusted from the next connection on.');
        },
        onError: error => setFault(problemOf(error)),
      },
    );
  };
  return (
    <ChoiceRow
      title="Certificates of your own authorities"
      hint="A PEM file. They are trusted beside the CA of each kubeconfig and beside this machine’s own: for a company’s private CA or a proxy that inspects TLS. There is no switch that trusts everything."
    >
      {settings.caBundle === null ? <p className="muted">None are set.</p> : <BundleFacts bundle={settings.caBundle} />}
      <div className="settings-actions">
        <label className="ui-button ui-button-plain add-file">
          {settings.caBundle === null ? 'Choose a PEM file' : 'Replace by another file'}
          <input
            ref={input}
            type="file"
            aria-label="Certificates as a PEM file"
            className="sr-only"
            onChange={event => void choose(event)}
          />
        </label>
        {settings.caBundle === null ? null : (
          <Button
            onClick={() =>
              clear.mutate(
                {},
                {
                  onSuccess: reply => {
                    take(reply);
                    undoable('Certificates removed');
                  },
                  onError: tellFault,
                },
              )
            }
          >
            Remove
          </Button>
        )}
      </div>
      {fault === null ? null : <ErrorState fault={fault} inline />}
    </ChoiceRow>
  );
};

const secondsFault = (text: string): string | null =>
  secondsOf(text) === null ? 'A whole number of seconds between 1 and 600.' : null;

/** How clusters are reached. */
export const NetworkSection = ({
  settings,
  proxy,
}: {
  readonly settings: Settings;
  readonly proxy: ProxyFacts | undefined;
}): ReactElement => {
  const set = useSetting();
  const seconds = useDraft(String(settings.requestTimeoutMs / 1000), secondsFault, text =>
    set({ requestTimeoutMs: (secondsOf(text) ?? 60) * 1000 }, `Requests may take ${text} seconds`),
  );
  return (
    <Section id="network" title="Network">
      <Proxy settings={settings} proxy={proxy} />
      <Certificates settings={settings} />
      <TextField
        label="Seconds that one request may take"
        value={seconds.text}
        onChange={seconds.type}
        onEnter={seconds.commit}
        onBlur={seconds.commit}
        error={seconds.error}
        inputMode="numeric"
        hint="Until its first byte, and again until it is whole. To open a connection there are ten seconds."
      />
    </Section>
  );
};
