import { readFileSync } from 'node:fs';
import { problem, type Problem } from '#contract/problem';
import { fail, ok, type Result } from '#contract/result';
import type { ContextRef } from '#contract/snapshot';
import { captureDefaults } from '#contract/capture';
import type { KubeConnection } from '#core/ports';
import { redactText } from '#core/redact/text';
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
}

export interface Connected {
  readonly kube: KubeConnection;
  readonly context: ResolvedContext;
}

/** Loaded only on the connecting path: the client packages cost start-up time and memory. */
export const loadKubeconfigs = async ({ env, kubeconfig, home, added }: ConnectSetting): Promise<KubeconfigSources> => {
  const { loadSources } = await import('#node/kubeconfig/sources');
  return loadSources({ flag: kubeconfig, env, home, added });
};

const extraCaOf = (path: string | undefined): Result<string | undefined, Problem> => {
  if (path === undefined) return ok(undefined);
  try {
    return ok(readFileSync(path, 'utf8'));
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

export const transportOptions = (setting: ConnectSetting, choice: ConnectChoice): Result<TransportOptions, Problem> => {
  const extraCa = extraCaOf(choice.certificateAuthority);
  if (!extraCa.ok) return extraCa;
  return ok({
    as: choice.as,
    asGroups: choice.asGroups === undefined || choice.asGroups.length === 0 ? undefined : choice.asGroups,
    requestTimeout: choice.requestTimeout ?? captureDefaults.requestTimeout,
    proxyUrl: choice.proxyUrl,
    extraCa: extraCa.value,
    env: setting.env,
    trustExec: choice.trustExec ?? false,
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
  const options = transportOptions(setting, choice);
  if (!options.ok) return options;
  const { connect } = await import('#node/transport/connect');
  const kube = await connect(context.value, options.value);
  return kube.ok ? ok({ kube: kube.value, context: context.value }) : kube;
};
