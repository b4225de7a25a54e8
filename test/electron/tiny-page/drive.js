// Drives the bridge from inside the sandboxed window, since a release has no way for a driver, and tells what it saw
// through a call that the tiny core prints.
const { call, subscribe } = window.plumbline;
let id = 0;
const ask = (name, input) => call(name, input, `call-${(id += 1)}`);
const events = [];

const drive = async () => {
  subscribe(event => events.push(event.type));
  const seen = {};
  seen.bridge = Object.keys(window.plumbline).toSorted();
  seen.frozen = Object.isFrozen(window.plumbline);
  seen.node = [typeof require, typeof process, typeof module];
  seen.echo = await ask('snapshots.list', {});
  seen.stream = await ask('rules.list', {});
  seen.streamed = events.filter(type => type === 'library.changed').length;
  const waiting = call('contexts.list', {}, 'slow');
  await call('$cancel', { callId: 'slow' }, '');
  seen.cancelled = (await waiting).error?.code;
  seen.refused = (await ask('nothing.here', {})).error?.code;
  seen.crash = (await ask('demo.open', {})).error?.code;
  seen.after = (await ask('snapshots.list', {})).ok;
  seen.restarted = events.includes('core.restarted');
  seen.eval = await Promise.resolve()
    // oxlint-disable-next-line typescript/no-implied-eval -- whether the policy refuses it is what is asked
    .then(() => new Function('return 1')())
    .then(
      () => 'ran',
      () => 'refused',
    );
  seen.fetch = await fetch('https://example.com/').then(
    () => 'went out',
    () => 'refused',
  );
  await ask('contexts.add', { upload: JSON.stringify(seen) });
};
void drive().catch(error => ask('contexts.add', { upload: String(error) }));
