import type { ReactElement, ReactNode } from 'react';
import { useNarrow } from './narrow.ts';

/** The heading of a detail: of the second level beside its page, and the page's own where the detail is the page. */
export const DetailTitle = ({ children }: { readonly children: ReactNode }): ReactElement =>
  useNarrow() ? <h1>{children}</h1> : <h2>{children}</h2>;
