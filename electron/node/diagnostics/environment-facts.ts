import { delimiter } from 'node:path';
import type { EnvironmentFacts, ProxyFacts } from '#contract/diagnostics';
import { redactText } from '#core/redact/text';
import type { Environment } from '#node/engine/environment';
import { chooseProxy } from '#node/transport/proxy';

const plain = (text: string): string => redactText(text, { maxLength: 2000 });

const how = ({ captured }: Environment): EnvironmentFacts['how'] =>
  captured === undefined ? 'own' : captured.ok ? 'login-shell' : 'fallback';

/** Names alone of all but PATH: values hold tokens. */
export const environmentFacts = (environment: Environment): EnvironmentFacts => ({
  how: how(environment),
  shell: environment.captured === undefined ? null : (environment.shell ?? null),
  elapsedMs: environment.elapsedMs ?? 0,
  path: (environment.env['PATH'] ?? '')
    .split(delimiter)
    .filter(folder => folder !== '')
    .slice(0, 200)
    .map(plain),
  names: Object.keys(environment.env).toSorted().slice(0, 1000).map(plain),
  problem:
    environment.captured === undefined || environment.captured.ok
      ? null
      : plain(`${environment.captured.error.what} ${environment.captured.error.why}`),
});

const elsewhere = new URL('https://kubernetes.example.invalid:6443');

/** For a server elsewhere whose kubeconfig names no proxy of its own. */
export const proxyFacts = (environment: Environment, setting: string | null): ProxyFacts => {
  const { env } = environment;
  const chosen = chooseProxy(elsewhere, { kubeconfig: '', setting: setting ?? undefined, env });
  const noProxy = plain(env['NO_PROXY'] ?? env['no_proxy'] ?? '');
  return chosen.ok
    ? { inForce: chosen.value?.shown ?? null, from: chosen.value?.from ?? null, noProxy, problem: null }
    : { inForce: null, from: null, noProxy, problem: `${chosen.error.what} ${chosen.error.why}` };
};
