import type { ButtonHTMLAttributes, ReactElement, ReactNode, Ref } from 'react';
import { Key } from './Key.tsx';

interface Props extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'children'> {
  readonly variant?: 'primary' | 'plain' | 'danger' | 'quiet';
  /** The key that does the same, shown inside. */
  readonly keyHint?: string;
  readonly busy?: boolean;
  readonly children: ReactNode;
  readonly ref?: Ref<HTMLButtonElement>;
}

export const Button = ({
  variant = 'plain',
  keyHint,
  busy = false,
  className = '',
  children,
  type = 'button',
  ...rest
}: Props): ReactElement => (
  <button {...rest} type={type} aria-busy={busy || undefined} className={`ui-button ui-button-${variant} ${className}`}>
    {children}
    {keyHint === undefined ? null : <Key name={keyHint} />}
  </button>
);
