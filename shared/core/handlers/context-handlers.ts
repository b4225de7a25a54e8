import type { ExecQuestion } from '#contract/events';
import type { Problem } from '#contract/problem';
import { ok, type Result } from '#contract/result';
import { type ClusterNote, contextKey, noteOf, type Settings } from '#contract/settings';
import type { ContextRef } from '#contract/snapshot';
import type { Handlers } from '#core/core';
import { inventory } from '#core/inventory/inventory';
import { redactText } from '#core/redact/text';
import type { Events, Services } from '#core/services';

const kubeconfigLimit = 16 * 1024 * 1024;

/** Questions as they were told, until they were withdrawn. */
const openQuestions = (events: Events): ReadonlyMap<string, ExecQuestion> => {
  const open = new Map<string, ExecQuestion>();
  events.subscribe(event => {
    if (event.type === 'exec.question') open.set(event.question, event);
    else if (event.type === 'exec.withdrawn') open.delete(event.question);
  });
  return open;
};

type ContextCalls =
  | 'contexts.list'
  | 'contexts.note'
  | 'contexts.add'
  | 'contexts.remove'
  | 'contexts.restore'
  | 'doctor.run'
  | 'exec.questions'
  | 'exec.answer';

const commandText = ({ command, env }: ExecQuestion): string =>
  redactText([...env.map(name => `${name}=…`), ...command].join(' '), { maxLength: 2000 });

const withNote = (now: Settings, context: ContextRef, note: ClusterNote | null): Settings['clusters'] => {
  const { [contextKey(context)]: _, ...others } = now.clusters;
  return note === null ? others : { ...others, [contextKey(context)]: note };
};

export const contextHandlers = (services: Services): Pick<Handlers, ContextCalls> => {
  const { contexts, engine, files, events, library, settings, ports } = services;
  const questions = openQuestions(events);
  /** Before the engine hears the answer, so that what waits for it finds the trust. */
  const remember = (question: ExecQuestion): Result<unknown, Problem> => {
    const { trust: hash, source: file } = question;
    if (hash === undefined) return ok({});
    const since = ports.clock.iso(ports.clock.now());
    return settings.change(now => ({
      execTrust: [
        ...now.execTrust.filter(entry => entry.hash !== hash),
        { hash, file: file.slice(0, 4096), command: commandText(question), since },
      ],
    }));
  };
  return {
    'contexts.list': async () => {
      const listed = await contexts.list();
      if (!listed.ok) return listed;
      // A library that cannot be read is told on its own page; contexts are there without it.
      const snapshots = library.list();
      const all = inventory(
        listed.value.contexts,
        snapshots.ok ? snapshots.value.snapshots : [],
        settings.state().settings,
        ports.clock,
      );
      return ok({ sources: [...listed.value.sources], contexts: all.contexts, vanished: all.vanished });
    },
    'contexts.note': async ({ context, note }) => {
      let before: ClusterNote | null = null;
      const changed = settings.change(now => {
        before = noteOf(now, context);
        return { clusters: withNote(now, context, note) };
      });
      return changed.ok ? ok({ before }) : changed;
    },
    'contexts.add': async ({ upload }) => {
      const chosen = files.chosen(upload);
      if (chosen !== undefined) {
        files.discard(upload);
        return contexts.addPath(chosen);
      }
      const text = files.text(upload, kubeconfigLimit);
      if (!text.ok) return text;
      files.discard(upload);
      return contexts.add(text.value.name, text.value.text);
    },
    'contexts.remove': async ({ source }) => contexts.remove(source),
    'contexts.restore': async ({ source }) => contexts.restore(source),
    'doctor.run': async ({ context, run }, { signal }) => engine.doctor(context, run, signal),
    'exec.questions': async () => ({ ok: true, value: { questions: [...questions.values()] } }),
    'exec.answer': async ({ question, allow, remember: wanted }) => {
      const asked = questions.get(question);
      const kept = allow && wanted === true && asked !== undefined ? remember(asked) : ok({});
      // What could not be remembered still runs this once.
      engine.answerExec(question, allow);
      return kept.ok ? ok({}) : kept;
    },
  };
};
