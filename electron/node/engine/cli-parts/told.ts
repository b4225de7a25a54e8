import type { CliCore } from '#electron/cli/cli-core';
import { connectTo } from '../connecting.ts';
import { planCapture } from '../plan-capture.ts';
import { printedRole } from '../printed-role.ts';
import { ruleBook } from '../rule-book.ts';
import type { Bench } from './bench.ts';

export const rulesTold = async (): ReturnType<CliCore['rules']> => ({ version: ruleBook.version, list: [...ruleBook.cards] });

export const planTold = async (options: Parameters<CliCore['plan']>[0]): ReturnType<CliCore['plan']> => {
  const { requests, budget, role } = planCapture.plan(options);
  return { requests, budget, role };
};

export const roleFor = async (
  bench: Bench,
  ...[context, options, connect, signal]: Parameters<CliCore['roleFor']>
): ReturnType<CliCore['roleFor']> => {
  const connected = await connectTo(bench.setting, context, connect);
  if (!connected.ok) return connected;
  try {
    return await printedRole(connected.value.kube, options, bench.ports, signal);
  } finally {
    await connected.value.kube.close();
  }
};
