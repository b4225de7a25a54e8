// The smallest core that an old Electron's utility process can load: it answers, streams, waits and crashes on demand,
// so that the release's own startCore is run for real.
const port = process.parentPort;
const running = new Map();

const reply = (id, value) => port.postMessage({ type: 'reply', id, result: { ok: true, value } });

const calls = {
  'snapshots.list': id => reply(id, { snapshots: [], problems: [] }),
  'rules.list': id => {
    for (let step = 0; step < 3; step += 1) port.postMessage({ type: 'event', event: { type: 'library.changed' } });
    reply(id, { rules: [], version: 'tiny' });
  },
  'contexts.list': id =>
    running.set(id, () =>
      port.postMessage({
        type: 'reply',
        id,
        result: { ok: false, error: { code: 'cancelled', what: 'Cancelled.', why: 'The caller said so.', todo: 'Start anew.' } },
      }),
    ),
  'demo.open': () => process.exit(7),
  'contexts.add': (id, input) => {
    console.log(`SEEN ${input.upload}`);
    reply(id, { source: 'tiny' });
  },
};

port.on('message', ({ data }) => {
  if (data.type === 'stop') process.exit(0);
  if (data.type === 'cancel') running.get(data.id)?.();
  if (data.type === 'call') (calls[data.name] ?? (id => reply(id, null)))(data.id, data.input);
});
port.postMessage({ type: 'ready' });
