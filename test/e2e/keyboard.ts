import type { Page } from 'playwright-core';

/** What a person without a pointer has: keys, and eyes. */
export interface Typist {
  press(key: string): Promise<void>;
  /** Two keys in turn. */
  go(letter: string): Promise<void>;
  type(text: string): Promise<void>;
  /** Tab, until what has the focus is called so. */
  tabTo(name: RegExp): Promise<void>;
  /** Waits until something on the page (dialogs and menus included) is called or says so. */
  read(text: RegExp, timeout?: number): Promise<void>;
  /** Waits until the address has this path and its page is ready. */
  arrive(path: RegExp): Promise<void>;
  /** Kind and name of what has the focus; the empty text where nothing has. */
  focused(): Promise<string>;
  /** The page itself, for reading: whatever acts on it by other than keys throws. */
  readonly eyes: Page;
  /** Pointer events that the page was sent so far: a test ends by asking that there was none. */
  pointerEvents(): Promise<readonly string[]>;
}

/** What acts by a pointer, or puts text or focus somewhere that no key put it. */
const acting: ReadonlySet<string> = new Set([
  'mouse',
  'touchscreen',
  'click',
  'dblclick',
  'tap',
  'hover',
  'dragTo',
  'dragAndDrop',
  'drop',
  'check',
  'uncheck',
  'setChecked',
  'fill',
  'clear',
  'type',
  'press',
  'pressSequentially',
  'focus',
  'blur',
  'selectOption',
  'selectText',
  'setInputFiles',
  'dispatchEvent',
  'scrollIntoViewIfNeeded',
  'goto',
  'goBack',
  'goForward',
  'evaluateHandle',
  '$',
  '$$',
  'elementHandle',
]);

const isLocator = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && 'getByRole' in value && 'locator' in value;

/** The same page or locator, without hands. What it gives of locators has none either. */
export const handless = <T extends object>(target: T): T =>
  new Proxy(target, {
    get(of, name) {
      if (typeof name === 'string' && acting.has(name)) throw new Error(`not by keys: ${name}`);
      const value: unknown = Reflect.get(of, name, of);
      if (typeof value !== 'function') return value;
      return (...args: unknown[]): unknown => {
        const given: unknown = Reflect.apply(value, of, args);
        return isLocator(given) ? handless(given) : given;
      };
    },
  });

interface Watched {
  plumblinePointerEvents?: string[];
}

const watchPointers = (): void => {
  const seen: string[] = ((window as Watched).plumblinePointerEvents ??= []);
  for (const type of ['pointerdown', 'mousedown', 'touchstart', 'wheel'])
    window.addEventListener(type, event => event.isTrusted && seen.push(type), { capture: true, passive: true });
};

const focusedName = (): string => {
  const element = document.activeElement;
  if (element === null || element === document.body || element === document.documentElement) return '';
  const byId = (element.getAttribute('aria-labelledby') ?? '')
    .split(' ')
    .map(id => document.getElementById(id)?.textContent ?? '')
    .join(' ')
    .trim();
  const labels = element instanceof HTMLInputElement ? [...(element.labels ?? [])].map(label => label.textContent ?? '') : [];
  const name = element.getAttribute('aria-label') ?? (byId === '' ? (labels[0] ?? element.textContent ?? '') : byId);
  return `${element.getAttribute('role') ?? element.tagName.toLowerCase()} ${name.replaceAll(/\s+/gu, ' ').trim().slice(0, 120)}`;
};

const most = 150;
const patience = 15_000;

export const typist = async (page: Page): Promise<Typist> => {
  await page.addInitScript(watchPointers);
  await page.evaluate(watchPointers);
  const focused = (): Promise<string> => page.evaluate(focusedName);
  const press = (key: string): Promise<void> => page.keyboard.press(key);
  return {
    press,
    go: async letter => {
      await press('g');
      await press(letter);
    },
    type: text => page.keyboard.type(text),
    tabTo: async name => {
      const passed: string[] = [];
      for (let step = 0; step < most; step += 1) {
        const now = await focused();
        if (name.test(now)) return;
        passed.push(now);
        await press('Tab');
      }
      throw new Error(`Tab never came to ${String(name)}: ${passed.slice(0, 60).join(' | ')}`);
    },
    read: async (text, timeout = patience) => {
      await page.waitForFunction(
        ([source, flags]) => new RegExp(source, flags).test(document.body.innerText),
        [text.source, text.flags] as const,
        { timeout },
      );
    },
    arrive: async path => {
      await page.waitForFunction(
        ([source, flags]) =>
          new RegExp(source, flags).test(location.pathname) && document.documentElement.dataset['state'] === 'ready',
        [path.source, path.flags] as const,
        { timeout: patience },
      );
    },
    focused,
    eyes: handless(page),
    pointerEvents: () => page.evaluate(() => (window as Watched).plumblinePointerEvents ?? ['not watched']),
  };
};

/** Waits a moment for what is still moving (a page that is drawn, a dialog that closes), then tells what has the focus. */
export const settledFocus = async (typing: Typist): Promise<string> => {
  let found = '';
  for (let step = 0; step < 20; step += 1) {
    found = await typing.focused();
    if (found !== '' && step > 1) return found;
    await new Promise(resolve => setTimeout(resolve, 100));
  }
  return found;
};
