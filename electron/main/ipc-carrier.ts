import { ipcMain, type IpcMainInvokeEvent, type WebContents } from 'electron';
import { answer, type CarrierOptions, refusal } from './ipc-answer.ts';
import { isOurUrl } from './origin.ts';

/** Only the main frame of our own window, at our own origin, may call; a detached frame is nobody. */
export const isOurSender = (event: Pick<IpcMainInvokeEvent, 'senderFrame' | 'sender'>): boolean => {
  const { senderFrame, sender } = event;
  return senderFrame !== null && senderFrame !== undefined && senderFrame === sender.mainFrame && isOurUrl(senderFrame.url);
};

export interface RegisterOptions {
  /** What the page of this sender may use; undefined where the sender is none of our windows. */
  readonly optionsFor: (sender: WebContents) => CarrierOptions | undefined;
}

/** The whole carrier: the one place that registers an IPC handler. */
export const registerCarrier = ({ optionsFor }: RegisterOptions): void => {
  ipcMain.handle('call', (event, name: unknown, input: unknown, callId: unknown) => {
    const options = isOurSender(event) ? optionsFor(event.sender) : undefined;
    return options === undefined
      ? refusal('input-invalid', 'This call was refused.', 'Only the app’s own window may call.')
      : answer(options, name, input, callId);
  });
};
