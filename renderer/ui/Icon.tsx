import { memo, type ReactElement } from 'react';

const line = { fill: 'none', stroke: 'currentColor', strokeWidth: 1.6, strokeLinecap: 'round', strokeLinejoin: 'round' } as const;

/** Our own symbols on a 16 px field: the bundled fonts' subsets lack such characters. */
const shapes = {
  critical: <path d="M8 1.6 14.4 8 8 14.4 1.6 8z" fill="currentColor" />,
  high: <path d="M8 2.2 14.6 13.6H1.4z" fill="currentColor" />,
  medium: <rect x="2.6" y="2.6" width="10.8" height="10.8" fill="currentColor" />,
  low: <circle cx="8" cy="8" r="5.4" fill="currentColor" />,
  /* Butt caps, or the gaps close. */
  unknown: (
    <circle
      cx="8"
      cy="8"
      r="5.4"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.9"
      strokeDasharray="3.2 2.45"
      strokeLinecap="butt"
    />
  ),
  passed: <path d="m2.8 8.6 3.4 3.4 7-7.6" {...line} strokeWidth={2} />,
  blocked: <path d="M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM3.8 3.8l8.4 8.4" {...line} />,
  failed: <path d="m3.4 3.4 9.2 9.2m0-9.2-9.2 9.2" {...line} strokeWidth={2.2} />,
  fail: <path d="m4.2 4.2 7.6 7.6m0-7.6-7.6 7.6" {...line} />,
  'chevron-right': <path d="m6 3.5 4.5 4.5L6 12.5" {...line} />,
  'chevron-down': <path d="M3.5 6 8 10.5 12.5 6" {...line} />,
  'chevron-left': <path d="M10 3.5 5.5 8l4.5 4.5" {...line} />,
  search: <path d="M7 12.2A5.2 5.2 0 1 0 7 1.8a5.2 5.2 0 0 0 0 10.4zm3.9-1.3 3.6 3.6" {...line} />,
  menu: <path d="M2 4h12M2 8h12M2 12h12" {...line} />,
  close: <path d="m3.8 3.8 8.4 8.4m0-8.4-8.4 8.4" {...line} strokeWidth={1.9} />,
  lock: <path d="M3.2 7.2h9.6v6.6H3.2zm2-.2V5a2.8 2.8 0 0 1 5.6 0v2" {...line} />,
  arrow: <path d="M2 8h11.4M9 3.6 13.4 8 9 12.4" {...line} />,
  retry: <path d="M13.6 8A5.6 5.6 0 1 1 11.8 3.9M12 1.4v2.8H9.2" {...line} />,
  warning: <path d="M8 2.6v6.2M8 12.4v.3" {...line} strokeWidth={2.2} />,
  plus: <path d="M8 3v10M3 8h10" {...line} />,
  minus: <path d="M3 8h10" {...line} />,
  clock: <path d="M8 14.2A6.2 6.2 0 1 0 8 1.8a6.2 6.2 0 0 0 0 12.4zM8 4.4V8l2.4 1.6" {...line} />,
  copy: <path d="M5.6 5.6h8v8h-8zM2.4 10.4v-8h8" {...line} strokeWidth={1.3} />,
  plumb: (
    <>
      <path d="M8 1.2v7" {...line} strokeWidth={1.8} />
      <path d="M5 8.4h6L8 14.4z" fill="currentColor" stroke="currentColor" strokeLinejoin="round" strokeWidth="1" />
    </>
  ),
  swap: <path d="M2.4 5.4h10.4M9.8 2.6l3 2.8-3 2.8M13.6 10.6H3.2M6.2 7.8l-3 2.8 3 2.8" {...line} />,
  sort: <path d="M8 3v10M4.6 9.6 8 13l3.4-3.4" {...line} />,
} as const satisfies Record<string, ReactElement>;

export type IconName = keyof typeof shapes;

interface Props {
  readonly name: IconName;
  readonly size?: number;
  readonly className?: string;
}

/** Always beside a word, so it is hidden from screen readers. */
export const Icon = memo(({ name, size = 14, className }: Props): ReactElement => (
  <svg
    className={className === undefined ? 'ui-icon' : `ui-icon ${className}`}
    width={size}
    height={size}
    viewBox="0 0 16 16"
    aria-hidden="true"
    focusable="false"
  >
    {shapes[name]}
  </svg>
));
