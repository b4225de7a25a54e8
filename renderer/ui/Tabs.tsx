import { Tabs as Base } from '@base-ui/react/tabs';
import type { ReactElement, ReactNode } from 'react';

interface Props<V extends string> {
  readonly label: string;
  readonly value: V;
  readonly onChange: (value: V) => void;
  readonly tabs: readonly { readonly value: V; readonly label: ReactNode; readonly count?: number }[];
  /** The panel of the tab that is chosen; the others are not drawn. */
  readonly children: ReactNode;
}

/** Parts of one thing, one at a time. Which one belongs into the address, so the owner keeps it. */
export const Tabs = <V extends string>({ label, value, onChange, tabs, children }: Props<V>): ReactElement => (
  <Base.Root className="ui-tabs" value={value} onValueChange={(next: V) => onChange(next)}>
    <Base.List className="ui-tab-list" aria-label={label} activateOnFocus>
      {tabs.map(tab => (
        <Base.Tab key={tab.value} value={tab.value} className="ui-tab">
          {tab.label}
          {tab.count === undefined ? null : <span className="ui-tab-count">{tab.count.toLocaleString('en')}</span>}
        </Base.Tab>
      ))}
    </Base.List>
    <Base.Panel key={value} value={value} className="ui-tab-panel">
      {children}
    </Base.Panel>
  </Base.Root>
);
