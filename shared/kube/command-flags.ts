import { isRedacted } from '#contract/fact';
import type { ContainerAt, Pointer } from '#contract/rule';
import { listAt } from './json-fields.ts';
import { at } from './pointer.ts';

export interface Flag {
  readonly name: string;
  /** `true` for a flag without a value. */
  readonly value: string;
  readonly path: Pointer;
}

const form = /^--?([a-zA-Z][\w.-]*)(?:=(.*))?$/s;

/**
 * Flags of a container's command and args, as Go's flag packages read them: `--name=value`, `--name value`, `--name`.
 * The last one of a name wins. Redacted arguments are no flags.
 */
export const flagsOf = (container: ContainerAt): ReadonlyMap<string, Flag> => {
  const words = ['command', 'args'].flatMap(list =>
    listAt(container.value, list).map((word, index) => ({ word, path: at(container.path, list, index) })),
  );
  const flags = new Map<string, Flag>();
  words.forEach(({ word, path }, index) => {
    if (typeof word !== 'string' || isRedacted(word)) return;
    const match = form.exec(word);
    if (match?.[1] === undefined) return;
    const next = words[index + 1]?.word;
    const value = match[2] ?? (typeof next === 'string' && !next.startsWith('-') ? next : 'true');
    flags.set(match[1], { name: match[1], value, path });
  });
  return flags;
};

/** The program that a container starts: the last path part of its first word (`kube-apiserver`). */
export const programOf = (container: ContainerAt): string | undefined => {
  const first = listAt(container.value, 'command')[0] ?? listAt(container.value, 'args')[0];
  return typeof first === 'string' ? first.slice(first.lastIndexOf('/') + 1) : undefined;
};
