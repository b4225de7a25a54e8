import type { ResourceName } from '#contract/kube';

/** What a term can look at: an object of a list, or a part of it that was not read (of which only kind and place are known). */
export interface Filterable {
  readonly kind: string;
  readonly resource: ResourceName;
  readonly namespace: string | null;
  readonly name: string;
  /** Kind, namespace, name and labels, in small letters. */
  readonly text: string;
}

type Test = (object: Filterable) => boolean;

export interface Part extends Pick<Filterable, 'kind' | 'resource' | 'namespace'> {
  readonly namespaced: boolean;
}

export interface ObjectFilter {
  readonly matches: Test;
  /** Whether what was not read could hold what is looked for, by the terms about kind and namespace alone. */
  readonly concerns: (part: Part) => boolean;
}

type Field = 'kind' | 'ns' | 'name';

const fields: Readonly<Record<string, Field>> = { kind: 'kind', ns: 'ns', namespace: 'ns', name: 'name' };

const mostTerms = 20;

const ofKind =
  (wanted: string): Test =>
  ({ kind, resource }) =>
    kind.toLowerCase().startsWith(wanted) || resource.toLowerCase().startsWith(wanted);

const ofNamespace = (wanted: string): Test =>
  wanted === '-' ? ({ namespace }) => namespace === null : ({ namespace }) => namespace?.toLowerCase() === wanted;

const testOf: Readonly<Record<Field, (wanted: string) => Test>> = {
  kind: ofKind,
  ns: ofNamespace,
  name: wanted => object => object.name.toLowerCase().includes(wanted),
};

interface Term {
  readonly field: Field | null;
  readonly test: Test;
}

/** `kind:pod,service`, `-ns:kube-system`, `web`: a name in front that is no field belongs to the word (`system:node`). */
const termOf = (word: string): Term | undefined => {
  const negated = word.length > 1 && word.startsWith('-');
  const rest = negated ? word.slice(1) : word;
  const colon = rest.indexOf(':');
  const field = colon > 0 ? fields[rest.slice(0, colon)] : undefined;
  const values =
    field === undefined
      ? [rest]
      : rest
          .slice(colon + 1)
          .split(',')
          .filter(Boolean);
  if (values.length === 0) return undefined;
  const tests = values.map((value): Test => (field === undefined ? object => object.text.includes(value) : testOf[field](value)));
  const any: Test = object => tests.some(test => test(object));
  return { field: field ?? null, test: negated ? object => !any(object) : any };
};

const emptyName = { name: '', text: '' };

export const objectFilter = (text: string | undefined): ObjectFilter => {
  const terms = (text ?? '')
    .toLowerCase()
    .split(/\s+/u)
    .filter(Boolean)
    .slice(0, mostTerms)
    .flatMap(word => termOf(word) ?? []);
  const places = terms.filter(({ field }) => field === 'kind');
  const spaces = terms.filter(({ field }) => field === 'ns');
  return {
    matches: object => terms.every(({ test }) => test(object)),
    concerns: part => {
      const whole = { ...part, ...emptyName };
      // What was not read of any namespace was not read of the one that is asked for.
      const everywhere = part.namespaced && part.namespace === null;
      return places.every(({ test }) => test(whole)) && (everywhere || spaces.every(({ test }) => test(whole)));
    },
  };
};
