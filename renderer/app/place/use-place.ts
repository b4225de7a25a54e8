import { useEffect, useRef } from 'react';
import { useLocation } from 'wouter';
import { beforeLeaving, entryKey, keepPlace, onTravel, placeAt, writePlaces } from './entry.ts';
import { marked, markedScroller, markOf, scrollerMark } from './marks.ts';

const patience = 2500;
const steady = 4;

/** Which page an address shows; its finding, object or query is a part of the same page. */
export const pageOf = (path: string): string => {
  const parts = path.split('/').filter(Boolean);
  return parts[0] === 's'
    ? `s/${parts[1] ?? ''}/${parts[2] ?? ''}`
    : `${parts[0] ?? ''}/${parts[0] === 'capture' ? (parts[1] ?? '') : ''}`;
};

const isLost = (): boolean => document.activeElement === null || document.activeElement === document.body;

const isReady = (): boolean => document.documentElement.dataset['state'] !== 'loading';

const focusHeading = (): boolean => {
  const heading = document.querySelector<HTMLElement>('main h1');
  if (heading === null) return false;
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
  return true;
};

const focusPage = (): void => {
  if (!focusHeading()) document.getElementById('page')?.focus({ preventScroll: true });
};

/** Runs in each frame until it says that it is done, the time is up, or a person acts. Returns the end. */
const each = (step: () => boolean, late: () => void = () => undefined): (() => void) => {
  const until = performance.now() + patience;
  let frame = 0;
  const stop = (): void => {
    cancelAnimationFrame(frame);
    for (const type of ['wheel', 'pointerdown', 'keydown']) window.removeEventListener(type, stop, true);
  };
  const run = (): void => {
    if (step()) return stop();
    if (performance.now() > until) {
      stop();
      late();
      return;
    }
    frame = requestAnimationFrame(run);
  };
  for (const type of ['wheel', 'pointerdown', 'keydown']) window.addEventListener(type, stop, true);
  frame = requestAnimationFrame(run);
  return stop;
};

/** Brings back how far the parts were scrolled, as soon as what they hold is there and stays. */
const restoreScroll = (key: string): (() => void) => {
  const wanted = Object.entries(placeAt(key).scroll);
  let still = 0;
  return each(() => {
    let moved = false;
    for (const [mark, [left, top]] of wanted) {
      const element = markedScroller(mark);
      if (element === null) moved = true;
      else if (Math.abs(element.scrollTop - top) > 1 || Math.abs(element.scrollLeft - left) > 1) {
        element.scrollTop = top;
        element.scrollLeft = left;
        moved = true;
      }
    }
    still = moved || !isReady() ? 0 : still + 1;
    return still > steady;
  });
};

const restoreFocus = (key: string): (() => void) => {
  const mark = placeAt(key).focus;
  return each(() => {
    const element = mark === null ? null : marked(mark);
    if (element !== null) element.focus({ preventScroll: true });
    else if (!isReady() || mark !== null) return false;
    else focusPage();
    return element === null || document.activeElement === element;
  }, focusPage);
};

/** A page that a link or a key led to is told by its heading. What a page focuses itself stays. */
const announcePage = (before: Element | null): (() => void) =>
  each(() => {
    const moved = document.activeElement !== before && !isLost();
    if (moved && document.activeElement?.closest('main') !== null) return true;
    return isReady() && focusHeading();
  }, focusPage);

/** What is scrolled and focused is kept for the entry of the history that is shown. */
const useKeeping = (): void => {
  useEffect(() => {
    const seen = new Set<Element>();
    const keep = (element: Element): void => {
      const mark = scrollerMark(element);
      if (mark === null) return;
      keepPlace(entryKey(), place => ({
        ...place,
        scroll: { ...place.scroll, [mark]: [element.scrollLeft, element.scrollTop] },
      }));
    };
    const onScroll = ({ target }: Event): void => {
      if (!(target instanceof Element)) return;
      seen.add(target);
      keep(target);
    };
    const onFocus = ({ target }: FocusEvent): void => {
      const mark = target instanceof Element ? markOf(target) : null;
      if (mark !== null) keepPlace(entryKey(), place => ({ ...place, focus: mark }));
    };
    const onLeave = (): void => {
      for (const element of seen) {
        if (element.isConnected) keep(element);
        else seen.delete(element);
      }
      writePlaces();
    };
    document.addEventListener('scroll', onScroll, { capture: true, passive: true });
    document.addEventListener('focusin', onFocus);
    const end = beforeLeaving(onLeave);
    return () => {
      document.removeEventListener('scroll', onScroll, { capture: true });
      document.removeEventListener('focusin', onFocus);
      end();
    };
  }, []);
};

const afterDialogs = 120;

/** Where what had the focus is taken away, the page gets it: a keyboard never stands nowhere. A dialog that closes is first. */
const useNeverLost = (): void => {
  useEffect(() => {
    let last: Element | null = null;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const onFocus = ({ target }: FocusEvent): void => {
      last = target instanceof Element ? target : null;
    };
    const look = (): void => {
      if (last === null || last.isConnected || !isLost()) return;
      clearTimeout(timer);
      timer = setTimeout(() => {
        if (!isLost()) return;
        const list = document.querySelector<HTMLElement>(
          'main :is([role=grid],[role=treegrid],[role=tree],[role=listbox])[tabindex="0"]',
        );
        if (list === null) focusPage();
        else list.focus({ preventScroll: true });
      }, afterDialogs);
    };
    const observer = new MutationObserver(look);
    observer.observe(document.body, { childList: true, subtree: true });
    document.addEventListener('focusin', onFocus);
    return () => {
      clearTimeout(timer);
      observer.disconnect();
      document.removeEventListener('focusin', onFocus);
    };
  }, []);
};

/** Back, Forward and reload bring the same view, its scrolling and focus included; a new page is told by its heading. */
export const usePlace = (): void => {
  const [path] = useLocation();
  const page = useRef<string | null>(null);
  const travelled = useRef(true);
  useKeeping();
  useNeverLost();
  useEffect(() => {
    let stop = (): void => undefined;
    const onPop = (): void => {
      stop();
      stop = restoreScroll(entryKey());
    };
    const end = onTravel(travelling => {
      travelled.current = travelling;
    });
    window.addEventListener('popstate', onPop);
    stop = restoreScroll(entryKey());
    return () => {
      end();
      window.removeEventListener('popstate', onPop);
      stop();
    };
  }, []);
  useEffect(() => {
    const next = pageOf(path);
    const first = page.current === null;
    const changed = page.current !== next;
    const back = travelled.current;
    page.current = next;
    travelled.current = false;
    if (!changed) return undefined;
    if (first && placeAt(entryKey()).focus === null) return undefined;
    return back ? restoreFocus(entryKey()) : announcePage(document.activeElement);
  }, [path]);
};
