import { useEffect, useState } from 'react';
import { readTheme, type Theme } from './look.ts';

const asked = ['(prefers-color-scheme: light)', '(prefers-contrast: more)', '(forced-colors: active)'] as const;

/** The colours of the page as values, read again when the theme changes. */
export const useTheme = (): Theme => {
  const [theme, setTheme] = useState(readTheme);
  useEffect(() => {
    const again = (): void => {
      const next = readTheme();
      setTheme(last => (JSON.stringify(last) === JSON.stringify(next) ? last : next));
    };
    const observer = new MutationObserver(again);
    observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-scheme', 'data-contrast'] });
    const queries = asked.map(query => window.matchMedia(query));
    for (const query of queries) query.addEventListener('change', again);
    again();
    return () => {
      observer.disconnect();
      for (const query of queries) query.removeEventListener('change', again);
    };
  }, []);
  return theme;
};
