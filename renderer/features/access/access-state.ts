import { useCallback, useMemo } from 'react';
import { useLocation, useSearch } from 'wouter';
import { AttackChange } from '#contract/attack';
import { Severity } from '#contract/finding';
import { routes } from '#renderer/app/routes.ts';

export const questionIds = [
  'paths',
  'internet',
  'reach',
  'blast',
  'choke',
  'who-can',
  'what-can',
  'matrix',
  'explain',
  'my-access',
  'upkeep',
] as const;
export type QuestionId = (typeof questionIds)[number];

/** What the cursor is on: a node by its id, or an edge of the drawing. */
export interface Picked {
  readonly is: 'node' | 'edge';
  readonly id: string;
}

/** What a person did to the drawing, in this order; Backspace takes the last one back. */
export type Step =
  | { readonly did: 'out' | 'in'; readonly node: string }
  | { readonly did: 'pin'; readonly node: string; readonly x: number; readonly y: number };

/** The explorer as its address says it: whoever opens it sees the same. */
export interface AccessState {
  readonly question: QuestionId | null;
  readonly from: string;
  readonly to: string;
  readonly depth: number;
  /** How many paths are asked for. */
  readonly k: number;
  /** Kinds of edges; null: all. */
  readonly edges: readonly string[] | null;
  readonly namespaces: readonly string[] | null;
  readonly severity: Severity | null;
  readonly hideBaseline: boolean;
  readonly view: 'graph' | 'table';
  /** Of the table. */
  readonly tab: 'edges' | 'nodes';
  /** The path that is followed; null: the first. */
  readonly path: number | null;
  readonly at: Picked | null;
  readonly steps: readonly Step[];
  /** A change that is tried out. */
  readonly change: AttackChange | null;
  /** Zoom and place of the drawing's middle; null: as it fits. */
  readonly eye: { readonly zoom: number; readonly x: number; readonly y: number } | null;
  /** What the other questions ask about, by their own names. */
  readonly ask: Readonly<Record<string, string>>;
}

export const startState: AccessState = {
  question: null,
  from: '',
  to: 'admin',
  depth: 2,
  k: 5,
  edges: null,
  namespaces: null,
  severity: null,
  hideBaseline: true,
  view: 'graph',
  tab: 'edges',
  path: null,
  at: null,
  steps: [],
  change: null,
  eye: null,
  ask: {},
};

const numberIn = (text: string | null, least: number, most: number, usual: number): number => {
  const value = Number(text ?? Number.NaN);
  return Number.isInteger(value) && value >= least && value <= most ? value : usual;
};

const listIn = (text: string | null): readonly string[] | null => (text === null ? null : text.split(',').filter(Boolean));

const pickedIn = (text: string | null): Picked | null => {
  const match = /^(node|edge):(.+)$/su.exec(text ?? '');
  return match === null ? null : { is: match[1] as Picked['is'], id: match[2] ?? '' };
};

const stepIn = (text: string): Step | null => {
  const expanded = /^(out|in):(.+)$/su.exec(text);
  if (expanded !== null) return { did: expanded[1] as 'out' | 'in', node: expanded[2] ?? '' };
  const pinned = /^pin:(-?\d{1,6}):(-?\d{1,6}):(.+)$/su.exec(text);
  return pinned === null ? null : { did: 'pin', x: Number(pinned[1]), y: Number(pinned[2]), node: pinned[3] ?? '' };
};

const stepText = (step: Step): string =>
  step.did === 'pin' ? `pin:${Math.round(step.x)}:${Math.round(step.y)}:${step.node}` : `${step.did}:${step.node}`;

const eyeIn = (text: string | null): AccessState['eye'] => {
  const match = /^(\d{1,2}(?:\.\d{1,3})?):(-?\d{1,6}):(-?\d{1,6})$/u.exec(text ?? '');
  return match === null ? null : { zoom: Math.max(0.05, Number(match[1])), x: Number(match[2]), y: Number(match[3]) };
};

const changeIn = (text: string | null): AttackChange | null => {
  if (text === null) return null;
  try {
    const parsed = AttackChange.safeParse(JSON.parse(text) as unknown);
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
};

const askedNames = [
  'verb',
  'group',
  'resource',
  'subresource',
  'ns',
  'name',
  'path',
  'subject',
  'text',
  'kind',
  'somewhere',
] as const;
export type AskName = (typeof askedNames)[number];

export const isQuestion = (text: string): text is QuestionId => (questionIds as readonly string[]).includes(text);

export const readAccessState = (question: string | null, search: string): AccessState => {
  const params = new URLSearchParams(search);
  const severity = Severity.safeParse(params.get('severity'));
  return {
    question: question !== null && isQuestion(question) ? question : null,
    from: params.get('from') ?? '',
    to: params.get('to') ?? startState.to,
    depth: numberIn(params.get('depth'), 1, 12, startState.depth),
    k: numberIn(params.get('k'), 1, 50, startState.k),
    edges: listIn(params.get('edges')),
    namespaces: listIn(params.get('namespaces')),
    severity: severity.success ? severity.data : null,
    hideBaseline: params.get('baseline') !== 'shown',
    view: params.get('view') === 'table' ? 'table' : 'graph',
    tab: params.get('tab') === 'nodes' ? 'nodes' : 'edges',
    path: params.has('follow') ? numberIn(params.get('follow'), 0, 49, 0) : null,
    at: pickedIn(params.get('at')),
    steps: params.getAll('did').flatMap(text => stepIn(text) ?? []),
    change: changeIn(params.get('change')),
    eye: eyeIn(params.get('eye')),
    ask: Object.fromEntries(askedNames.flatMap(name => (params.has(name) ? [[name, params.get(name) ?? '']] : []))),
  };
};

export const writeAccessState = (state: AccessState): string => {
  const params = new URLSearchParams();
  for (const name of askedNames) if (state.ask[name] !== undefined) params.set(name, state.ask[name]);
  if (state.from !== '') params.set('from', state.from);
  if (state.to !== startState.to) params.set('to', state.to);
  if (state.depth !== startState.depth) params.set('depth', String(state.depth));
  if (state.k !== startState.k) params.set('k', String(state.k));
  if (state.edges !== null) params.set('edges', state.edges.join(','));
  if (state.namespaces !== null) params.set('namespaces', state.namespaces.join(','));
  if (state.severity !== null) params.set('severity', state.severity);
  if (!state.hideBaseline) params.set('baseline', 'shown');
  if (state.view !== startState.view) params.set('view', state.view);
  if (state.tab !== startState.tab) params.set('tab', state.tab);
  if (state.path !== null) params.set('follow', String(state.path));
  if (state.at !== null) params.set('at', `${state.at.is}:${state.at.id}`);
  for (const step of state.steps) params.append('did', stepText(step));
  if (state.change !== null) params.set('change', JSON.stringify(state.change));
  if (state.eye !== null) params.set('eye', `${state.eye.zoom.toFixed(3)}:${Math.round(state.eye.x)}:${Math.round(state.eye.y)}`);
  return params.toString();
};

/** Fields whose change makes another drawing, on which nothing was done yet. */
const asks = ['question', 'from', 'to', 'depth', 'k', 'edges', 'namespaces', 'severity', 'hideBaseline', 'ask'] as const;

const next = (state: AccessState, change: Partial<AccessState>): AccessState => ({
  ...state,
  ...(asks.some(field => field in change && JSON.stringify(change[field]) !== JSON.stringify(state[field]))
    ? { path: null, at: null, steps: [], change: null, eye: null }
    : {}),
  ...change,
});

export interface AccessControl {
  readonly state: AccessState;
  /** `replace`: no step of its own in the history (moving, zooming). */
  readonly change: (change: Partial<AccessState>, replace?: boolean) => void;
}

export const addressOf = (snapshot: string, state: AccessState): string =>
  routes.access(snapshot, state.question, writeAccessState(state));

export const useAccessState = (snapshot: string, question: string | null): AccessControl => {
  const search = useSearch();
  const [, navigate] = useLocation();
  const state = useMemo(() => readAccessState(question, search), [question, search]);
  const change = useCallback(
    (part: Partial<AccessState>, replace = false) => navigate(addressOf(snapshot, next(state, part)), { replace }),
    [navigate, snapshot, state],
  );
  return { state, change };
};
