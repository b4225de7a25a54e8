import { release } from 'node:os';
import type { DiagnosticsReader, SettingsStore } from '#core/services';
import type { EnvironmentSource } from '#node/engine/environment';
import { logPath } from '#node/log';
import { dataParts, purgeFiles, purgePlan } from './data-folder.ts';
import { environmentFacts, proxyFacts } from './environment-facts.ts';
import { logTail } from './log-tail.ts';

export interface HostDiagnosticsOptions {
  readonly home: string;
  readonly host: string;
  readonly toolVersion: string;
  readonly rulesVersion: string;
  readonly environment: EnvironmentSource;
  readonly settings: SettingsStore;
}

const tailLines = 200;

export const createHostDiagnostics = (options: HostDiagnosticsOptions): DiagnosticsReader => {
  const { home, environment, settings } = options;
  return {
    read: async () => {
      const captured = await environment();
      return {
        versions: {
          plumbline: options.toolVersion,
          rules: options.rulesVersion,
          node: process.versions.node,
          electron: process.versions['electron'] ?? null,
          host: options.host,
        },
        platform: {
          os: process.platform,
          release: release(),
          arch: process.arch,
          locale: Intl.DateTimeFormat().resolvedOptions().locale,
        },
        data: { home, parts: dataParts(home) },
        environment: environmentFacts(captured),
        proxy: proxyFacts(captured, settings.state().settings.proxyUrl),
        log: logTail(logPath(home), tailLines),
      };
    },
    captureEnvironment: async () => environmentFacts(await environment.again()),
    purgePlan: what => purgePlan(home, what),
    purge: what => purgeFiles(home, what),
  };
};
