import { parentPort, workerData } from 'node:worker_threads';
import { dropConnections } from '#node/transport/live-connections';
import { createEngineOperations } from './operations.ts';
import type { FromWorker, ToWorker, WorkerStart } from './protocol.ts';

const port = parentPort;
if (port === null) throw new Error('this file runs as a worker thread');
const say = (message: FromWorker): void => port.postMessage(message);

const start = workerData as WorkerStart;
const running = new Map<string, AbortController>();
const operations = createEngineOperations(start, {
  emit: event => say({ type: 'event', event }),
  log: { write: (level, message) => say({ type: 'log', level, message }) },
});

const run = async (message: Extract<ToWorker, { type: 'run' }>): Promise<void> => {
  const controller = new AbortController();
  running.set(message.id, controller);
  const result = await operations.run(message.name, message.input, {
    added: message.added,
    environment: message.environment,
    signal: controller.signal,
    onProgress: progress => say({ type: 'progress', id: message.id, progress }),
  });
  running.delete(message.id);
  say({ type: 'done', id: message.id, result });
};

port.on('message', (message: ToWorker) => {
  if (message.type === 'cancel') running.get(message.id)?.abort();
  else if (message.type === 'reconnect') dropConnections();
  else if (message.type === 'pause') operations.pause(message.captureId, message.paused);
  else if (message.type === 'answer') operations.answer(message.question, message.allow);
  else void run(message);
});

// While anything runs, a beat tells that the loop turns: one that stops is a loop that does not look at its signal.
setInterval(() => {
  if (running.size > 0) say({ type: 'alive' });
}, 500).unref();
