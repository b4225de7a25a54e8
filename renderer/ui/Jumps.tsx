import { type ReactElement, type RefObject, useEffect, useState } from 'react';

export interface Jump {
  readonly id: string;
  readonly label: string;
}

/** The row of jumps on top of a long panel: each leads to a section, and follows the scrolling. */
export const Jumps = ({
  jumps,
  scroller,
  label,
}: {
  readonly jumps: readonly Jump[];
  readonly scroller: RefObject<HTMLElement | null>;
  readonly label: string;
}): ReactElement => {
  const [current, setCurrent] = useState(jumps[0]?.id ?? '');
  const ids = jumps.map(jump => jump.id).join(' ');
  useEffect(() => {
    const element = scroller.current;
    if (element === null) return undefined;
    const follow = (): void => {
      const top = element.getBoundingClientRect().top + 8;
      const atEnd = element.scrollTop > 0 && element.scrollTop + element.clientHeight >= element.scrollHeight - 2;
      const seen = ids.split(' ').filter(id => (document.getElementById(id)?.getBoundingClientRect().top ?? Infinity) <= top);
      setCurrent((atEnd ? ids.split(' ').at(-1) : seen.at(-1)) ?? ids.split(' ')[0] ?? '');
    };
    element.addEventListener('scroll', follow, { passive: true });
    follow();
    return () => element.removeEventListener('scroll', follow);
  }, [scroller, ids]);
  const jump = (id: string): void => {
    document.getElementById(id)?.scrollIntoView({ block: 'start' });
    setCurrent(id);
  };
  return (
    <nav className="ui-jumps" aria-label={label}>
      {jumps.map(({ id, label: text }) => (
        <button
          key={id}
          type="button"
          className="ui-jump"
          aria-current={current === id ? 'true' : undefined}
          onClick={() => jump(id)}
        >
          {text}
        </button>
      ))}
    </nav>
  );
};
