import { contextBridge, ipcRenderer } from 'electron';

/** Exactly two functions: the renderer never sees ipcRenderer, nor the event that a message came with. */
contextBridge.exposeInMainWorld('plumbline', {
  call: (name: string, input: unknown, callId: string): Promise<unknown> => ipcRenderer.invoke('call', name, input, callId),
  subscribe: (listener: (event: unknown) => void): (() => void) => {
    const forward = (_: unknown, event: unknown): void => listener(event);
    ipcRenderer.on('event', forward);
    return () => {
      ipcRenderer.removeListener('event', forward);
    };
  },
});
