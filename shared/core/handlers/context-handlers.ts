import type { Handlers } from '#core/core';
import type { Services } from '#core/services';

const kubeconfigLimit = 16 * 1024 * 1024;

export const contextHandlers = ({ contexts, engine, files }: Services): Pick<Handlers, 'contexts.list' | 'contexts.add' | 'contexts.remove' | 'doctor.run' | 'exec.answer'> => ({
  'contexts.list': async () => {
    const listed = await contexts.list();
    return listed.ok ? { ok: true, value: { sources: [...listed.value.sources], contexts: [...listed.value.contexts] } } : listed;
  },
  'contexts.add': async ({ upload }) => {
    const text = files.text(upload, kubeconfigLimit);
    if (!text.ok) return text;
    files.discard(upload);
    return contexts.add(text.value.name, text.value.text);
  },
  'contexts.remove': async ({ source }) => contexts.remove(source),
  'doctor.run': async ({ context }, { signal }) => engine.doctor(context, signal),
  'exec.answer': async ({ question, allow }) => {
    engine.answerExec(question, allow);
    return { ok: true, value: {} };
  },
});
