import { homedir } from 'node:os';
import type { Problem } from '#contract/problem';
import { fail, ok, type Result } from '#contract/result';
import { problem } from '#contract/problem';
import { createCore } from '#core/core';
import { createHandlers } from '#core/handlers/create-handlers';
import type { Contexts, Events, Services } from '#core/services';
import { planCapture } from '#node/engine/plan-capture';
import { createEnvironment, type Environment } from '#node/engine/environment';
import { createWorkerEngine } from '#node/engine/worker-engine';
import { ruleBook } from '#node/engine/catalogue';
import { createEvents } from '#node/events';
import { createFiles } from '#node/files';
import { openFingerprints } from '#node/fingerprints';
import { openHome } from '#node/home';
import type { AddedSource } from '#node/kubeconfig/source-files';
import { openLibrary } from '#node/library/library';
import { openLog } from '#node/log';
import { nodePorts } from '#node/ports';
import { toolVersion } from '#node/version';
import type { CoreHost } from './core-host.ts';
import { openFirst } from './open-first.ts';

export { composeCli } from '#node/engine/compose-cli';

export interface HostOptions {
  readonly host: 'desktop' | 'page';
  /** `--demo`, a bundle, or nothing. */
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Kubeconfig sources in the core's process: what is added in this run lives in memory alone. */
const createContexts = (environment: () => Promise<Environment>, added: AddedSource[]): Contexts => ({
  list: async () => {
    const { loadSources } = await import('#node/kubeconfig/sources');
    const { sources, contexts } = await loadSources({ env: (await environment()).env, home: homedir(), added });
    return ok({ sources, contexts });
  },
  add: (name, text) => {
    const id = `pasted:${added.length + 1}`;
    added.push({ kind: 'pasted', id, label: name, text });
    return ok({ source: id });
  },
  remove: source => {
    const at = added.findIndex(entry => entry.kind === 'pasted' && entry.id === source);
    if (at < 0) return fail(problem('input-invalid', { what: 'This source cannot be removed here.', why: 'Only what was added in this run can be.' }));
    added.splice(at, 1);
    return ok({});
  },
});

/**
 * One core for a window or a page: library reads and the call loop here, everything that holds objects in the worker.
 * The environment is the login shell's where the desktop was started from a menu.
 */
export const composeHost = async ({ host, args, env }: HostOptions): Promise<Result<CoreHost, Problem>> => {
  const home = openHome(env);
  if (!home.ok) return home;
  const log = openLog(home.value);
  const fingerprints = openFingerprints(home.value);
  if (!fingerprints.ok) return fingerprints;
  const ports = nodePorts(log, fingerprints.value);
  const library = openLibrary(home.value, ports);
  if (!library.ok) return library;
  const events: Events = createEvents();
  const files = createFiles(home.value);
  const added: AddedSource[] = [];
  const engine = createWorkerEngine({
    file: new URL('./worker.mjs', import.meta.url),
    start: { home: home.value, env, desktop: host === 'desktop', kubeconfig: undefined, toolVersion },
    events,
    log,
    added: () => added,
  });
  const services: Services = { ports, contexts: createContexts(createEnvironment(env, host === 'desktop'), added), library: library.value, engine, files, events };
  const open = await openFirst(args, engine);
  if (!open.ok) return open;
  const handlers = createHandlers({ services, book: ruleBook, planner: planCapture, facts: { version: toolVersion, host, platform: process.platform, open: open.value } });
  return ok({
    core: createCore({ handlers, log, readOnly: () => false }),
    subscribe: events.subscribe,
    takeDownload: files.take,
    close: async () => {
      await engine.close();
      files.close();
      library.value.close();
    },
  });
};
