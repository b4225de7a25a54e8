import { type ReactElement, useState } from 'react';
import { useCall } from '#renderer/app/client/query.ts';
import { isRunning, useLive } from '#renderer/app/live.ts';
import { useChangeSettings, useSettings } from '#renderer/app/settings.ts';
import { StaleNotice } from '#renderer/ui/Notice.tsx';

/** As main has it: a shorter capture ends before anybody looks elsewhere. */
const longMs = 30_000;

/** Before the desktop tells anything outside of its window, it asks, once, while the first long capture runs. */
export const NotifyQuestion = (): ReactElement | null => {
  const desktop = useCall('app.info', {}).data?.host === 'desktop';
  const { notifications } = useSettings();
  const change = useChangeSettings();
  const [answered, setAnswered] = useState(false);
  const long = useLive(state =>
    Object.values(state.captures).some(progress => isRunning(progress) && progress.elapsedMs >= longMs),
  );
  if (!desktop || !long || answered || notifications !== 'ask') return null;
  const answer = (wish: 'on' | 'off'): void => {
    setAnswered(true);
    change({ notifications: wish });
  };
  return (
    <StaleNotice
      action={
        <>
          <button type="button" className="link" onClick={() => answer('on')}>
            Tell me
          </button>
          <button type="button" className="link" onClick={() => answer('off')}>
            Do not
          </button>
        </>
      }
    >
      This capture takes a while. Plumbline can tell you by a notification of the system when a long one ends and its window is
      not in front.
    </StaleNotice>
  );
};
