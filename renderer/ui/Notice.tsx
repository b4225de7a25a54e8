import type { ReactElement, ReactNode } from 'react';
import { Icon } from './Icon.tsx';

interface Props {
  readonly children: ReactNode;
  readonly action?: ReactNode;
}

const Strip = ({
  children,
  action,
  kind,
  icon,
}: Props & { readonly kind: 'partial' | 'stale' | 'alert'; readonly icon: 'unknown' | 'clock' | 'warning' }): ReactElement => (
  <div className={`ui-notice ui-notice-${kind}`} role={kind === 'alert' ? 'alert' : 'status'}>
    <Icon name={icon} />
    <span className="ui-notice-text">{children}</span>
    {action}
  </div>
);

/** What is shown is not all; it names what is missing. */
export const PartialNotice = (props: Props): ReactElement => <Strip {...props} kind="partial" icon="unknown" />;

/** What is shown is old; it says how old, and nothing pretends to be live. */
export const StaleNotice = (props: Props): ReactElement => <Strip {...props} kind="stale" icon="clock" />;

export const AlertNotice = (props: Props): ReactElement => <Strip {...props} kind="alert" icon="warning" />;
