import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import type { CaptureProgress } from '#contract/capture';
import { useClient } from '#renderer/app/client/context.tsx';
import { problemOf, useCall, valueOf } from '#renderer/app/client/query.ts';
import { isRunning, takeEvent, useLive } from '#renderer/app/live.ts';
import { toast } from '#renderer/ui/Toast.tsx';

/** How a capture stands: what its events told, or, for a page that came later, what the core knows of it. */
export const useProgress = (captureId: string): CaptureProgress | undefined => {
  const told = useLive(state => state.captures[captureId]);
  const asked = useCall('capture.get', { captureId });
  const known = asked.data?.progress;
  useEffect(() => {
    if (told === undefined && known !== undefined) takeEvent({ type: 'capture.progress', progress: known });
  }, [told, known]);
  return told ?? known;
};

export interface CaptureActions {
  readonly stop: (captureId: string) => void;
  readonly hold: (captureId: string, paused: boolean) => void;
  readonly stopping: boolean;
  readonly holding: boolean;
}

const say = (error: Error): void => toast(problemOf(error).what, problemOf(error).todo, 'alert');

/** Stop and keep what was read; hold, and let go on. */
export const useCaptureActions = (): CaptureActions => {
  const client = useClient();
  const stop = useMutation({
    mutationFn: (captureId: string) => valueOf(client, 'capture.cancel', { captureId }),
    onError: say,
  });
  const hold = useMutation({
    mutationFn: (input: { readonly captureId: string; readonly paused: boolean }) => valueOf(client, 'capture.pause', input),
    onError: say,
  });
  return {
    stop: captureId => stop.mutate(captureId),
    hold: (captureId, paused) => hold.mutate({ captureId, paused }),
    stopping: stop.isPending || stop.isSuccess,
    holding: hold.isPending,
  };
};

/** The list is read anew when a capture begins or ends. */
export const useFreshCaptures = (): void => {
  const queries = useQueryClient();
  const standing = useLive(state =>
    Object.entries(state.captures)
      .map(([id, progress]) => `${id}${isRunning(progress) ? '' : ' ended'}`)
      .join(','),
  );
  const seen = useRef<string | null>(null);
  useEffect(() => {
    if (seen.current === standing) return;
    seen.current = standing;
    void queries.invalidateQueries({ queryKey: ['capture.list'] });
  }, [queries, standing]);
};
