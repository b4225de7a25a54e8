/** How elements are found again in a page that was drawn anew: no ids of libraries, which change with every render. */

const ours = (id: string): boolean => id !== '' && !/^(?:base-ui|[:_«]?r|:)/u.test(id);

const nameOf = (element: Element): string =>
  (element.getAttribute('aria-label') ?? element.textContent ?? '').replaceAll(/\s+/gu, ' ').trim().slice(0, 120);

/** What Tab or a key leads to. A heading or a page that the program focused is found again without a mark. */
const reachable = 'a[href],button,input,textarea,select,summary,[tabindex]:not([tabindex="-1"]),[role=tab],[role=radio]';

const named = (tag: string, name: string): readonly HTMLElement[] =>
  [...document.querySelectorAll<HTMLElement>(tag)].filter(element => element.matches(reachable) && nameOf(element) === name);

/** Of something with the focus: its id where it has one of ours, else its kind, name and which of those. Null for what no key leads to. */
export const markOf = (element: Element | null): string | null => {
  if (element === null || !element.matches(reachable)) return null;
  if (element.closest('[role=dialog],[role=menu],[role=listbox]') !== null) return null;
  if (ours(element.id)) return `#${element.id}`;
  const name = nameOf(element);
  return `${element.tagName}|${named(element.tagName, name).findIndex(other => other === element)}|${name}`;
};

export const marked = (mark: string): HTMLElement | null => {
  if (mark.startsWith('#')) return document.getElementById(mark.slice(1));
  const [tag = '', index = '', ...name] = mark.split('|');
  if (!/^[A-Z0-9]+$/u.test(tag)) return null;
  const found = named(tag, name.join('|'));
  return found[Number(index)] ?? found[0] ?? null;
};

const classOf = (element: Element): string => element.classList[0] ?? '';

/** Of a part that scrolls: its first class and which of those. */
export const scrollerMark = (element: Element): string | null => {
  const name = classOf(element);
  return name === '' ? null : `${name}|${[...document.getElementsByClassName(name)].indexOf(element)}`;
};

export const markedScroller = (mark: string): Element | null => {
  const [name = '', index = ''] = mark.split('|');
  return document.getElementsByClassName(name)[Number(index)] ?? null;
};
