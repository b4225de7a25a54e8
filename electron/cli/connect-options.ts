import { InvalidArgumentError, type Command } from 'commander';
import type { Problem } from '#contract/problem';
import type { ConnectOptions } from './cli-core.ts';
import { parseDuration } from './duration-text.ts';
import { collectWhole } from './list-option.ts';
import { usage } from './usage.ts';

export interface ConnectFlags {
  readonly kubeconfig?: string;
  readonly as?: string;
  readonly asGroup?: readonly string[];
  readonly requestTimeout?: number;
  readonly proxyUrl?: string;
  readonly certificateAuthority?: string;
  readonly trustExec?: boolean;
}

const timeoutOf = (text: string): number => {
  const duration = parseDuration(text);
  if (duration === undefined) throw new InvalidArgumentError('It takes a time above 0 such as 30s, 2m or 500ms.');
  return duration;
};

const proxyOf = (text: string): string => {
  if (!URL.canParse(text) || !/^(https?|socks5h?):$/.test(new URL(text).protocol)) {
    throw new InvalidArgumentError('It takes a URL such as http://proxy.example.com:3128.');
  }
  return text;
};

export const addConnectOptions = (command: Command): Command =>
  command
    .option('--kubeconfig <file>', 'this kubeconfig instead of KUBECONFIG or ~/.kube/config')
    .option('--as <user>', 'impersonate this user')
    .option('--as-group <group>', 'impersonate this group (repeatable)', collectWhole)
    .option('--request-timeout <time>', 'for one request, such as 30s', timeoutOf)
    .option('--proxy-url <url>', 'reach the cluster through this proxy', proxyOf)
    .option('--certificate-authority <file>', 'trust the certificates of this PEM file as well')
    .option('--trust-exec', 'run the exec plugin of an imported kubeconfig without asking');

export const connectOf = (flags: ConnectFlags): ConnectOptions => ({
  as: flags.as,
  asGroups: flags.asGroup ?? [],
  requestTimeout: flags.requestTimeout,
  proxyUrl: flags.proxyUrl,
  certificateAuthority: flags.certificateAuthority,
  trustExec: flags.trustExec === true,
});

const clusterFlags = {
  kubeconfig: '--kubeconfig',
  as: '--as',
  asGroup: '--as-group',
  requestTimeout: '--request-timeout',
  proxyUrl: '--proxy-url',
  certificateAuthority: '--certificate-authority',
  trustExec: '--trust-exec',
} as const satisfies Record<keyof ConnectFlags, string>;

/** A flag about connecting beside an input that connects to nothing is a mistake that would go unseen. */
export const offlineProblem = (flags: ConnectFlags): Problem | undefined => {
  const given = Object.entries(clusterFlags).find(([key]) => flags[key as keyof ConnectFlags] !== undefined);
  return given === undefined
    ? undefined
    : usage(
        `${given[1]} has no meaning here.`,
        'It says how to reach a cluster, and the input that was named is none.',
        'Leave it out, or name a context.',
      );
};

export const impersonationProblem = (flags: ConnectFlags): Problem | undefined =>
  flags.asGroup !== undefined && flags.as === undefined
    ? usage('--as-group needs --as.', 'Kubernetes impersonates groups only together with a user.', 'Add --as USER.')
    : undefined;
