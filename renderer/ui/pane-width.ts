import { useState } from 'react';

const key = (name: string): string => `plumbline.width.${name}`;

const stored = (name: string, usual: number): number => {
  const width = Number(localStorage.getItem(key(name)) ?? '');
  return Number.isFinite(width) && width > 0 ? width : usual;
};

/** The width that a person gave a pane, kept for the next time it is shown. */
export const usePaneWidth = (name: string, usual: number, least: number, most: number): [number, (width: number) => void] => {
  const [width, setWidth] = useState(() => Math.min(most, Math.max(least, stored(name, usual))));
  return [
    width,
    next => {
      setWidth(next);
      localStorage.setItem(key(name), String(next));
    },
  ];
};
