import { act } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from '#renderer/app/App.tsx';
import type { AppClient } from '#renderer/app/client/app-client.ts';
import { useCurrent } from '#renderer/app/current.ts';
import { useLive } from '#renderer/app/live.ts';
import { useTray } from '#renderer/app/tray.ts';

/** What jsdom lacks of a layout: every element is 1000 × 800, and the window as wide as the test says. */
const layOut = (width: number): void => {
  const size = (name: string, value: number): void => {
    Object.defineProperty(HTMLElement.prototype, name, { configurable: true, get: () => value });
  };
  size('offsetHeight', 800);
  size('offsetWidth', 1000);
  size('clientHeight', 800);
  size('clientWidth', 1000);
  Element.prototype.scrollIntoView = (): void => undefined;
  Element.prototype.scrollTo = (): void => undefined;
  Range.prototype.getClientRects = () => Object.assign([], { item: () => null });
  Range.prototype.getBoundingClientRect = () => new DOMRect();
  window.matchMedia = query =>
    ({
      matches: query.includes('max-width: 1099px') && width < 1100,
      media: query,
      addEventListener: () => undefined,
      removeEventListener: () => undefined,
    }) as unknown as MediaQueryList;
  globalThis.ResizeObserver = class {
    observe(): void {}
    unobserve(): void {}
    disconnect(): void {}
  };
  (globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }).IS_REACT_ACT_ENVIRONMENT = true;
};

const settle = (ms: number): Promise<void> => act(() => new Promise<void>(resolve => setTimeout(resolve, ms)));

export interface Page {
  /** All text of the document, menus and dialogs included. */
  readonly text: () => string;
  readonly state: () => string | undefined;
  readonly address: () => string;
  readonly find: (role: string, name: string) => HTMLElement | undefined;
  readonly click: (role: string, name: string) => Promise<void>;
  readonly key: (key: string, target?: Element) => Promise<void>;
  readonly type: (label: string, value: string) => Promise<void>;
  /** Waits until it holds; false after two seconds. */
  readonly until: (holds: () => boolean) => Promise<boolean>;
  readonly act: (run: () => void) => Promise<void>;
  readonly close: () => Promise<void>;
}

const selectors: Readonly<Record<string, string>> = {
  button: 'button,[role=button]',
  link: 'a',
  row: '[role=row]',
  option: '[role^=menuitem]',
  checkbox: '[role=checkbox]',
  textbox: 'input,textarea',
  dialog: '[role=dialog]',
};

const labelOf = (element: Element): string | null =>
  element.closest('label')?.textContent ??
  (element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement
    ? (element.labels?.[0]?.textContent ?? null)
    : null);

const nameOf = (element: Element): string =>
  (element.getAttribute('aria-label') ?? labelOf(element) ?? element.textContent ?? '').replaceAll(/\s+/gu, ' ').trim();

const find = (role: string, name: string): HTMLElement | undefined => {
  const all = [...document.querySelectorAll<HTMLElement>(selectors[role] ?? `[role=${role}]`)];
  return all.find(element => nameOf(element) === name) ?? all.find(element => nameOf(element).includes(name));
};

const press = (key: string, target: EventTarget): void =>
  void target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));

const write = (input: HTMLInputElement | HTMLTextAreaElement, value: string): void => {
  const prototype = input instanceof HTMLTextAreaElement ? HTMLTextAreaElement.prototype : HTMLInputElement.prototype;
  /* React watches the instance's own property, so the prototype's setter is called. */
  Reflect.set(prototype, 'value', value, input);
  input.dispatchEvent(new Event('input', { bubbles: true }));
};

/** The whole app at an address, for component tests. */
export const mount = async (
  address: string,
  client: AppClient,
  { width = 1440 }: { readonly width?: number } = {},
): Promise<Page> => {
  layOut(width);
  sessionStorage.clear();
  useCurrent.setState({ snapshot: null });
  useTray.setState({ chosen: {}, left: {}, choices: {}, unread: {} });
  useLive.setState({ captures: {}, names: {}, latest: null, questions: [], stderr: [] });
  document.documentElement.dataset['state'] = 'loading';
  window.history.replaceState(null, '', address);
  const container = document.createElement('div');
  container.id = 'root';
  document.body.append(container);
  const root = createRoot(container);
  await act(async () => root.render(<App client={client} nonce="" />));
  await settle(20);
  const until = async (holds: () => boolean): Promise<boolean> => {
    for (let round = 0; round < 80; round += 1) {
      if (holds()) return true;
      await settle(25);
    }
    return holds();
  };
  const demand = (role: string, name: string): HTMLElement => {
    const found = find(role, name);
    if (found === undefined)
      throw new Error(`No ${role} "${name}" on the page: ${document.body.textContent?.slice(0, 2000) ?? ''}`);
    return found;
  };
  return {
    text: () => document.body.textContent ?? '',
    state: () => document.documentElement.dataset['state'],
    address: () => `${location.pathname}${location.search}`,
    find,
    click: async (role, name) => {
      await act(async () => demand(role, name).click());
      await settle(20);
    },
    key: async (key, target = document.body) => {
      await act(async () => press(key, target));
      await settle(20);
    },
    type: async (label, value) => {
      await act(async () => write(demand('textbox', label) as HTMLInputElement, value));
      await settle(120);
    },
    until,
    act: async run => {
      await act(async () => run());
      await settle(20);
    },
    close: async () => {
      await act(async () => root.unmount());
      document.body.replaceChildren();
    },
  };
};
