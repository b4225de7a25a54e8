import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '#contract/json';

/**
 * Reads fields by type, as kubectl's decoder does (an absent field or null is empty, any other type is wrong), and keeps
 * what is wrong as sentences instead of giving up at the first.
 */
export class Fields {
  readonly faults: string[] = [];
  readonly #object: JsonObject;
  readonly #place: string;

  constructor(object: JsonValue | undefined, place: string, faults?: string[]) {
    this.#place = place;
    if (faults !== undefined) this.faults = faults;
    this.#object = isJsonObject(object) ? object : {};
    if (object !== undefined && object !== null && !isJsonObject(object)) this.#wrong('', 'a map', object);
  }

  has(name: string): boolean {
    const value = this.#value(name);
    return value !== undefined && value !== null;
  }

  string(name: string): string {
    const value = this.#value(name);
    if (value === undefined || value === null) return '';
    if (typeof value === 'string') return value;
    this.#wrong(name, 'text', value);
    return '';
  }

  boolean(name: string): boolean {
    const value = this.#value(name);
    if (value === undefined || value === null) return false;
    if (typeof value === 'boolean') return value;
    this.#wrong(name, 'true or false', value);
    return false;
  }

  bytes(name: string): Uint8Array | null {
    const text = this.string(name).replace(/[\r\n]/g, '');
    if (text === '') return null;
    if (text.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(text)) return Buffer.from(text, 'base64');
    this.faults.push(`${this.#at(name)} is not valid base64`);
    return null;
  }

  strings(name: string): readonly string[] {
    return this.list(name).map((value, index) => this.#text(value, `${name}[${index}]`));
  }

  list(name: string): readonly JsonValue[] {
    const value = this.#value(name);
    if (value === undefined || value === null) return [];
    if (isJsonArray(value)) return value;
    this.#wrong(name, 'a list', value);
    return [];
  }

  stringMap(name: string): ReadonlyMap<string, string> {
    return new Map(this.#entries(name).map(([key, value]) => [key, this.#text(value, `${name}.${key}`)]));
  }

  listMap(name: string): ReadonlyMap<string, readonly string[]> {
    return new Map(
      this.#entries(name).map(([key, value]) => {
        if (value === null) return [key, []];
        if (isJsonArray(value)) return [key, value.map((item, index) => this.#text(item, `${name}.${key}[${index}]`))];
        this.#wrong(`${name}.${key}`, 'a list', value);
        return [key, []];
      }),
    );
  }

  /** The nested map, sharing our faults; null where it is absent. */
  nested(name: string): Fields | null {
    return this.has(name) ? new Fields(this.#value(name), this.#at(name), this.faults) : null;
  }

  raw(name: string): JsonValue | undefined {
    return this.#value(name);
  }

  #entries(name: string): (readonly [string, JsonValue])[] {
    const value = this.#value(name);
    if (value === undefined || value === null) return [];
    if (isJsonObject(value)) return Object.entries(value).map(([key, item]) => [key, item ?? null]);
    this.#wrong(name, 'a map', value);
    return [];
  }

  #text(value: JsonValue, name: string): string {
    if (value === null) return '';
    if (typeof value === 'string') return value;
    this.#wrong(name, 'text', value);
    return '';
  }

  // Own keys only: `__proto__` and `constructor` in a file are data, not ours.
  #value(name: string): JsonValue | undefined {
    return Object.hasOwn(this.#object, name) ? this.#object[name] : undefined;
  }

  #at(name: string): string {
    return name === '' ? this.#place : `${this.#place}.${name}`;
  }

  #wrong(name: string, wanted: string, value: JsonValue): void {
    const hint = wanted === 'text' && typeof value !== 'object' ? ' (put it in quotes)' : '';
    this.faults.push(`${this.#at(name)} must be ${wanted}, not ${kindOf(value)}${hint}`);
  }
}

function kindOf(value: JsonValue): string {
  if (isJsonArray(value)) return 'a list';
  if (value === null) return 'nothing';
  return { object: 'a map', boolean: 'true or false', number: 'a number', string: 'text' }[
    typeof value as 'object' | 'boolean' | 'number' | 'string'
  ];
}
