import type { ExecQuestion } from '#contract/events';
import type { Handlers } from '#core/core';
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

type ContextCalls = 'contexts.list' | 'contexts.add' | 'contexts.remove' | 'doctor.run' | 'exec.questions' | 'exec.answer';

export const contextHandlers = ({ contexts, engine, files, events }: Services): Pick<Handlers, ContextCalls> => {
  const questions = openQuestions(events);
  return {
    'contexts.list': async () => {
      const listed = await contexts.list();
      return listed.ok
        ? { ok: true, value: { sources: [...listed.value.sources], contexts: [...listed.value.contexts] } }
        : listed;
    },
    'contexts.add': async ({ upload }) => {
      const text = files.text(upload, kubeconfigLimit);
      if (!text.ok) return text;
      files.discard(upload);
      return contexts.add(text.value.name, text.value.text);
    },
    'contexts.remove': async ({ source }) => contexts.remove(source),
    'doctor.run': async ({ context }, { signal }) => engine.doctor(context, signal),
    'exec.questions': async () => ({ ok: true, value: { questions: [...questions.values()] } }),
    'exec.answer': async ({ question, allow }) => {
      engine.answerExec(question, allow);
      return { ok: true, value: {} };
    },
  };
};
