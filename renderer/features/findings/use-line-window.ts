import { type RefObject, useCallback, useEffect, useLayoutEffect, useReducer, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { type LineRange, type Positions, rangeIn, rowHeight, type View } from './positions.ts';

const beyond = 5 * rowHeight;

/** Before the part that scrolls was measured. */
const usual: View = { top: 0, height: 800, beyond };

/** Without a scroll for so long, lines beyond the view are drawn again. */
const calmMs = 100;

/** Where more than half of the view passes in one frame, lines beyond it would be gone before they come into it. */
const beyondAt = (passed: number, height: number): number => (passed > height / 2 ? 0 : beyond);

interface LineWindow extends LineRange {
  readonly scroller: RefObject<HTMLDivElement | null>;
  /** Scrolls as little as shows the whole line. */
  readonly reveal: (index: number) => void;
}

/** The lines on view in a part that scrolls. They are drawn in the very frame that is scrolled. */
export const useLineWindow = (positions: Positions): LineWindow => {
  const scroller = useRef<HTMLDivElement>(null);
  const [view, setView] = useState(usual);
  const { from, to } = rangeIn(positions, view);
  const latest = useRef({ positions, view, from, to });
  useLayoutEffect(() => {
    latest.current = { positions, view, from, to };
  });

  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null) return undefined;
    const look = (next: View): void => {
      const shown = latest.current;
      const range = rangeIn(shown.positions, next);
      if (next.height === shown.view.height && range.from === shown.from && range.to === shown.to) return;
      flushSync(() => setView(next));
    };
    let last = element.scrollTop;
    let calm: ReturnType<typeof setTimeout> | undefined;
    const onScroll = (): void => {
      const { height } = latest.current.view;
      const top = element.scrollTop;
      const flying = beyondAt(Math.abs(top - last), height);
      last = top;
      look({ top, height, beyond: flying });
      clearTimeout(calm);
      if (flying < beyond) calm = setTimeout(() => look({ ...latest.current.view, top: element.scrollTop, beyond }), calmMs);
    };
    const observer = new ResizeObserver(([entry]) => {
      const height = entry?.contentRect.height ?? 0;
      if (height > 0) look({ top: element.scrollTop, height, beyond });
    });
    element.addEventListener('scroll', onScroll, { passive: true });
    observer.observe(element);
    return () => {
      element.removeEventListener('scroll', onScroll);
      clearTimeout(calm);
      observer.disconnect();
    };
  }, []);

  const reveal = useCallback((index: number) => {
    const element = scroller.current;
    if (element === null) return;
    const { positions: at, view: shown } = latest.current;
    const top = at.topOf(index);
    const bottom = top + at.heightOf(index);
    const now = element.scrollTop;
    const next = top < now ? top : Math.max(now, bottom - shown.height);
    if (next === now) return;
    element.scrollTop = next;
    setView({ ...shown, top: next });
  }, []);

  return { scroller, from, to, reveal };
};

/** Draws once more where `tidy` changed something, `ms` after the last time that the part was drawn. */
export const useTidied = (tidy: () => boolean, complete: boolean, ms: number): void => {
  const [, draw] = useReducer((times: number) => times + 1, 0);
  useEffect(() => {
    if (!complete) return undefined;
    const timer = setTimeout(() => {
      if (tidy()) draw();
    }, ms);
    return () => clearTimeout(timer);
  });
};
