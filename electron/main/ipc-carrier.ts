import { ipcMain, type IpcMainInvokeEvent } from 'electron';
import { answer, type CarrierOptions, refusal } from './ipc-answer.ts';
import { isOurUrl } from './origin.ts';

/** Only the main frame of our own window, at our own origin, may call; a detached frame is nobody. */
export const isOurSender = (event: Pick<IpcMainInvokeEvent, 'senderFrame' | 'sender'>): boolean => {
  const { senderFrame, sender } = event;
  return senderFrame !== null && senderFrame !== undefined && senderFrame === sender.mainFrame && isOurUrl(senderFrame.url);
};

/** The whole carrier: the one place that registers an IPC handler. */
export const registerCarrier = (options: CarrierOptions): void => {
  ipcMain.handle('call', (event, name: unknown, input: unknown, callId: unknown) =>
    isOurSender(event)
      ? answer(options, name, input, callId)
      : refusal('input-invalid', 'This call was refused.', 'Only the app’s own window may call.'),
  );
};
