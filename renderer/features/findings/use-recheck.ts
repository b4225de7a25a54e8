import { useEffect, useRef, useState } from 'react';
import type { Problem } from '#contract/problem';
import type { RecheckScope } from '#contract/recheck';
import type { SnapshotMeta } from '#contract/snapshot';
import { useClient } from '#renderer/app/client/context.tsx';
import { keepLook } from './rechecks.ts';

export interface Rechecking {
  readonly running: RecheckScope | null;
  readonly problem: Problem | null;
  readonly start: (scope: RecheckScope) => void;
  readonly cancel: () => void;
}

/** One second look at a time; leaving the page ends it. */
export const useRecheck = (snapshot: string): Rechecking => {
  const client = useClient();
  const [running, setRunning] = useState<RecheckScope | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const control = useRef<AbortController | null>(null);
  useEffect(() => () => control.current?.abort(), []);
  const start = (scope: RecheckScope): void => {
    control.current?.abort();
    const own = new AbortController();
    control.current = own;
    setRunning(scope);
    setProblem(null);
    void client.call('findings.recheck', { snapshot, scope }, own.signal).then(reply => {
      if (control.current !== own) return;
      setRunning(null);
      if (reply.ok) keepLook(reply.value);
      else if (reply.error.code !== 'cancelled') setProblem(reply.error);
    });
  };
  return { running, problem, start, cancel: () => control.current?.abort() };
};

/** Why a snapshot has no cluster that could be asked again; null where it has one. */
export const whyNot = ({ origin, context }: Pick<SnapshotMeta, 'origin' | 'context'>): string | null => {
  switch (origin) {
    case 'demo':
      return 'The demo is a recording: no cluster stands behind it that could be asked again.';
    case 'bundle':
      return 'It was imported as a bundle: no cluster of this machine stands behind it that could be asked again.';
    case 'dump':
    case 'manifests':
      return 'It was made from files: no cluster stands behind it that could be asked again.';
    case 'cluster':
      return context === null ? 'The snapshot does not say from which context it was taken.' : null;
  }
};
