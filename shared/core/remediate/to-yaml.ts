import type { JsonValue } from '#contract/json';
import { isJsonArray, isJsonObject } from '#contract/json';
import type { KubeObject } from '#contract/kube';
import type { Pointer } from '#contract/rule';
import { jsonOf } from './apply-edits.ts';
import { pointerOf } from './pointer.ts';
import { blockLines, scalarText } from './yaml-scalar.ts';

/** YAML of a value with the lines (1-based) on which each of its fields stands. */
export interface YamlLines {
  readonly text: string;
  lineOf(pointer: Pointer): number | undefined;
  /** First and last line of a field with all that it holds. */
  linesOf(pointer: Pointer): readonly [from: number, to: number] | undefined;
}

export interface YamlOptions {
  /** Longer strings are cut, and the rest is counted in the text. For what people look at, never for files. */
  readonly longest?: number;
  /** Keys that stand first at the top, in this order. */
  readonly first?: readonly string[];
}

const topOfAnObject = ['apiVersion', 'kind', 'metadata', 'spec'];

/** Deeper than this, the rest stands on one line as JSON, which is YAML too. */
const deepest = 100;

/** An object as people know it from kubectl: keys in order of the alphabet, lists not indented, long values cut. */
export const yamlWithLines = (object: KubeObject, longest = 20_000): YamlLines =>
  yamlLines(jsonOf(object), { longest, first: topOfAnObject });

/** YAML of any JSON value; whole, in the keys' own order. */
export const toYaml = (value: JsonValue): string => {
  const out = new Emitter({ sorted: false });
  out.document(value);
  return out.lines.join('\n') + '\n';
};

/** YAML of an object for a file: whole, in kubectl's order. */
export const objectYaml = (object: KubeObject): string => yamlLines(jsonOf(object), { first: topOfAnObject }).text;

export const yamlLines = (value: JsonValue, options: YamlOptions): YamlLines => {
  const out = new Emitter({ sorted: true, ...options });
  out.document(value);
  return {
    text: `${out.lines.join('\n')}\n`,
    lineOf: pointer => out.ranges.get(pointer)?.[0],
    linesOf: pointer => out.ranges.get(pointer),
  };
};

class Emitter {
  readonly lines: string[] = [];
  readonly ranges = new Map<Pointer, readonly [number, number]>();
  readonly #longest: number;
  readonly #first: readonly string[];
  readonly #sorted: boolean;

  constructor(options: YamlOptions & { readonly sorted: boolean }) {
    this.#longest = options.longest ?? Infinity;
    this.#first = options.first ?? [];
    this.#sorted = options.sorted;
  }

  document(value: JsonValue): void {
    if (isFilled(value)) this.#children(value, '', 0, []);
    else this.#scalar('', value, '');
    this.ranges.set('', [1, this.lines.length]);
  }

  /** `lead` begins the first line ("  - " or "key:"); all others are indented by `indent` blanks. */
  #value(lead: string, value: JsonValue, indent: number, path: readonly string[]): void {
    if (!isFilled(value) || path.length > deepest) return this.#scalar(lead, value, ' '.repeat(indent));
    const inline = lead.endsWith('-');
    if (!inline) this.lines.push(lead);
    this.#children(value, inline ? lead : '', indent, path);
  }

  #children(value: JsonValue, lead: string, indent: number, path: readonly string[]): void {
    const blanks = ' '.repeat(indent);
    const start = (first: boolean): string => (first && lead !== '' ? `${lead} ` : blanks);
    if (isJsonArray(value)) {
      value.forEach((item, index) =>
        this.#ranged([...path, String(index)], at => this.#value(`${start(index === 0)}-`, item, indent + 2, at)),
      );
      return;
    }
    if (!isJsonObject(value)) return;
    this.#keys(value, path.length === 0).forEach((key, index) =>
      this.#ranged([...path, key], at => {
        const child = value[key] ?? null;
        this.#value(this.#key(start(index === 0), key, blanks), child, isJsonArray(child) ? indent : indent + 2, at);
      }),
    );
  }

  #key(start: string, key: string, blanks: string): string {
    const text = scalarText(key);
    // YAML takes a key of more than 1024 characters only in its long form.
    if (text.length < 1000) return `${start}${text}:`;
    this.lines.push(`${start}? ${text}`);
    return `${blanks}:`;
  }

  #ranged(path: readonly string[], emit: (path: readonly string[]) => void): void {
    const from = this.lines.length + 1;
    emit(path);
    this.ranges.set(pointerOf(path), [from, this.lines.length]);
  }

  #scalar(lead: string, value: JsonValue, blanks: string): void {
    const space = lead === '' ? '' : ' ';
    if (typeof value !== 'string') {
      this.lines.push(`${lead}${space}${JSON.stringify(value)}`);
      return;
    }
    const text = this.#cut(value);
    const block = lead === '' ? undefined : blockLines(text);
    if (block === undefined) {
      this.lines.push(`${lead}${space}${scalarText(text)}`);
      return;
    }
    this.lines.push(`${lead} ${block.header}`);
    for (const line of block.lines) this.lines.push(line === '' ? '' : `${blanks}${line}`);
  }

  #cut(text: string): string {
    return text.length > this.#longest
      ? `${text.slice(0, this.#longest)}… (${text.length - this.#longest} more characters)`
      : text;
  }

  #keys(value: Readonly<Record<string, unknown>>, top: boolean): readonly string[] {
    const keys = Object.keys(value).filter(key => value[key] !== undefined);
    if (!this.#sorted) return keys;
    const rank = (key: string): number => (top && this.#first.includes(key) ? this.#first.indexOf(key) : this.#first.length);
    return keys.toSorted((left, right) => rank(left) - rank(right) || (left < right ? -1 : 1));
  }
}

const isFilled = (value: JsonValue): boolean =>
  isJsonArray(value) ? value.length > 0 : isJsonObject(value) && Object.keys(value).length > 0;
