import { useEffect, useState } from 'react';
import type { DoctorReport, DoctorStep } from '#contract/context';
import type { Problem } from '#contract/problem';
import type { ContextRef } from '#contract/snapshot';
import { useClient } from '#renderer/app/client/context.tsx';

interface Doctor {
  readonly steps: readonly DoctorStep[];
  readonly report: DoctorReport | null;
  readonly problem: Problem | null;
  readonly running: boolean;
  readonly startedAt: number;
}

const fresh = (): Doctor => ({ steps: [], report: null, problem: null, running: true, startedAt: Date.now() });

/** Runs the doctor at once, and again when asked; each step is shown as it ends. Leaving stops it. */
export const useDoctor = (context: ContextRef): Doctor & { readonly again: () => void } => {
  const client = useClient();
  const [doctor, setDoctor] = useState(fresh);
  const { startedAt } = doctor;
  useEffect(() => {
    const controller = new AbortController();
    const run = `${startedAt.toString(36)}-${Math.random().toString(36).slice(2)}`;
    const stop = client.subscribe(event => {
      if (event.type === 'doctor.step' && event.run === run)
        setDoctor(now => ({ ...now, steps: [...now.steps.filter(step => step.id !== event.step.id), event.step] }));
    });
    void client.call('doctor.run', { context, run }, controller.signal).then(reply => {
      if (controller.signal.aborted) return;
      setDoctor(now =>
        reply.ok
          ? { ...now, running: false, report: reply.value, steps: reply.value.steps }
          : { ...now, running: false, problem: reply.error },
      );
    });
    return () => {
      stop();
      controller.abort();
    };
  }, [client, context, startedAt]);
  return { ...doctor, again: () => setDoctor(fresh()) };
};
