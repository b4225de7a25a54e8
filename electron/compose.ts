import { homedir } from 'node:os';
import type { Problem } from '#contract/problem';
import { ok, type Result } from '#contract/result';
import { createCore } from '#core/core';
import { createHandlers } from '#core/handlers/create-handlers';
import type { Events, Services } from '#core/services';
import { readOnlyFor } from '#core/settings/read-only';
import { planCapture } from '#node/engine/plan-capture';
import { createEnvironment } from '#node/engine/environment';
import { createRunContexts } from '#node/engine/run-contexts';
import { createWorkerEngine } from '#node/engine/worker-engine';
import { ruleBook } from '#node/engine/rule-book';
import { createHostDiagnostics } from '#node/diagnostics/host-diagnostics';
import { createEvents } from '#node/events';
import { createFiles } from '#node/files';
import { openFingerprints } from '#node/fingerprints';
import { openHome } from '#node/home';
import { openLibrary } from '#node/library/library';
import { openLog } from '#node/log';
import { nodePorts } from '#node/ports';
import { openSettings } from '#node/settings/settings-store';
import { toolVersion } from '#node/version';
import type { CoreHost } from './core-host.ts';
import { openFirst } from './open-first.ts';

export interface HostOptions {
  readonly host: 'desktop' | 'page';
  /** `--demo`, a bundle, or nothing. */
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
}

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
  const environment = createEnvironment(env, host === 'desktop');
  const settings = openSettings(home.value, () => events.emit({ type: 'settings.changed' }));
  const contexts = createRunContexts({
    environment,
    home: homedir(),
    kept: {
      read: () => settings.state().settings.kubeconfigs,
      write: paths => void settings.change(() => ({ kubeconfigs: [...paths] })),
    },
  });
  const engine = createWorkerEngine({
    file: new URL('./worker.mjs', import.meta.url),
    start: { home: home.value, env, desktop: host === 'desktop', kubeconfig: undefined, toolVersion },
    events,
    log,
    added: contexts.added,
    environment,
    onGone: library.value.dropUnfinished,
  });
  const diagnostics = createHostDiagnostics({
    home: home.value,
    host,
    toolVersion,
    rulesVersion: ruleBook.version,
    environment,
    settings,
  });
  const services: Services = { ports, contexts, library: library.value, engine, files, events, settings, diagnostics };
  const close = async (): Promise<void> => {
    await engine.close();
    settings.close();
    files.close();
    library.value.close();
  };
  const open = await openFirst(args, engine);
  // A person who opened a file from a folder is told in the window; one at a terminal, there.
  if (!open.ok && host === 'page') {
    await close();
    return open;
  }
  const first = open.ok ? { open: open.value } : { open: null, openProblem: open.error };
  const handlers = createHandlers({
    services,
    book: ruleBook,
    planner: planCapture,
    facts: { version: toolVersion, host, platform: process.platform, ...first },
  });
  const openLater = async (later: readonly string[]): Promise<void> => {
    const opened = await openFirst(later, engine);
    if (opened.ok) events.emit({ type: 'library.changed' });
    events.emit(
      opened.ok
        ? { type: 'opened', snapshot: opened.value, problem: null }
        : { type: 'opened', snapshot: null, problem: opened.error },
    );
  };
  return ok({
    core: createCore({ handlers, log, readOnly: readOnlyFor(library.value, settings) }),
    subscribe: events.subscribe,
    takeDownload: files.take,
    adopt: files.adopt,
    reconnect: engine.reconnect,
    open: openLater,
    close,
  });
};
