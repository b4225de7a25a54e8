import { readFileSync } from 'node:fs';
import { problem, type Problem } from '#contract/problem';
import { fail, ok, type Result } from '#contract/result';
import { isReadOnly } from '#contract/settings';
import type { ContextRef } from '#contract/snapshot';
import type { KubeConnection } from '#core/ports';
import { redactText } from '#core/redact/text';
import type { StoredSettings } from '#core/settings/stored-settings';
import type { AskExec } from '#node/auth/exec';
import type { AddedSource } from '#node/kubeconfig/source-files';
import type { KubeconfigSources } from '#node/kubeconfig/sources';
import type { ResolvedContext } from '#node/kubeconfig/resolve';
import { messageOf } from '#node/system-error';
import type { ConnectOptions as TransportOptions } from '#node/transport/connect-options';

/** How to reach a cluster, as flags and settings say it. */
export interface ConnectChoice {
  readonly as?: string | undefined;
  readonly asGroups?: readonly string[];
  readonly requestTimeout?: number | undefined;
  readonly proxyUrl?: string | undefined;
  /** Path of a PEM bundle. */
  readonly certificateAuthority?: string | undefined;
  readonly trustExec?: boolean;
}

export interface ConnectSetting {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly kubeconfig: string | undefined;
  readonly home: string;
  readonly added: readonly AddedSource[];
  readonly onPluginStderr: (line: string) => void;
  readonly onExecQuestion?: AskExec;
  readonly interactive: boolean;
  /** Where contexts are named by the ids that the page was given. */
  readonly shortIds?: boolean;
  /** The settings of the data folder, as they are now. */
  readonly settings: () => StoredSettings;
}

export interface Connected {
  readonly kube: KubeConnection;
  readonly context: ResolvedContext;
}

/** Loaded only on the connecting path: the client packages cost start-up time and memory. */
export const loadKubeconfigs = async ({
  env,
  kubeconfig,
  home,
  added,
  shortIds = false,
}: ConnectSetting): Promise<KubeconfigSources> => {
  const { loadSources } = await import('#node/kubeconfig/sources');
  return loadSources({ flag: kubeconfig, env, home, added, shortIds });
};

/** The flag's file and the setting's bundle, both. */
const extraCaOf = (path: string | undefined, bundle: string | null): Result<string | undefined, Problem> => {
  if (path === undefined) return ok(bundle ?? undefined);
  try {
    return ok([readFileSync(path, 'utf8'), ...(bundle === null ? [] : [bundle])].join('\n'));
  } catch (error) {
    return fail(
      problem('credentials-unreadable', {
        what: `The certificate file ${path} cannot be read.`,
        why: messageOf(error),
        at: { file: path },
      }),
    );
  }
};

/** Flags first, then the settings; what the kubeconfig says of its own is looked at where the connection is made. */
export const transportOptions = (
  setting: ConnectSetting,
  choice: ConnectChoice,
  ref: ContextRef | null,
): Result<TransportOptions, Problem> => {
  const { settings, caPem } = setting.settings();
  const extraCa = extraCaOf(choice.certificateAuthority, caPem);
  if (!extraCa.ok) return extraCa;
  return ok({
    as: choice.as,
    asGroups: choice.asGroups === undefined || choice.asGroups.length === 0 ? undefined : choice.asGroups,
    requestTimeout: choice.requestTimeout ?? settings.requestTimeoutMs,
    proxyUrl: choice.proxyUrl,
    proxySetting: settings.proxyUrl ?? undefined,
    extraCa: extraCa.value,
    env: setting.env,
    trustExec: choice.trustExec ?? false,
    isExecTrusted: hash => setting.settings().settings.execTrust.some(entry => entry.hash === hash),
    readOnly: isReadOnly(settings, ref),
    onExecQuestion: setting.onExecQuestion,
    onPluginStderr: setting.onPluginStderr,
    redact: text => redactText(text),
    interactive: setting.interactive,
  });
};

export const connectTo = async (
  setting: ConnectSetting,
  ref: ContextRef,
  choice: ConnectChoice,
): Promise<Result<Connected, Problem>> => {
  const sources = await loadKubeconfigs(setting);
  const context = sources.resolve(ref);
  if (!context.ok) return context;
  const options = transportOptions(setting, choice, { source: context.value.source.id, name: context.value.name });
  if (!options.ok) return options;
  const { connect } = await import('#node/transport/connect');
  const kube = await connect(context.value, options.value);
  return kube.ok ? ok({ kube: kube.value, context: context.value }) : kube;
};
