import { Menu as Base } from '@base-ui/react/menu';
import type { ReactElement, ReactNode } from 'react';
import { Icon } from './Icon.tsx';

const Popup = ({ children }: { readonly children: ReactNode }): ReactElement => (
  <Base.Portal>
    <Base.Positioner className="ui-menu-positioner" sideOffset={4} align="start">
      <Base.Popup className="ui-menu">{children}</Base.Popup>
    </Base.Positioner>
  </Base.Portal>
);

interface ChoiceProps<V extends string> {
  readonly label: string;
  readonly value: V;
  readonly choices: readonly { readonly value: V; readonly label: string }[];
  readonly onChange: (value: V) => void;
}

/** One of a few: the button shows which ("Group cause"). */
export const ChoiceMenu = <V extends string>({ label, value, choices, onChange }: ChoiceProps<V>): ReactElement => (
  <Base.Root>
    <Base.Trigger className="ui-button ui-button-plain">
      <span className="muted">{label}</span> {choices.find(choice => choice.value === value)?.label ?? value}
      <Icon name="chevron-down" size={11} />
    </Base.Trigger>
    <Popup>
      <Base.RadioGroup value={value} onValueChange={(next: V) => onChange(next)}>
        {choices.map(choice => (
          <Base.RadioItem key={choice.value} value={choice.value} closeOnClick className="ui-menu-item">
            <span className="ui-menu-check">
              <Base.RadioItemIndicator>
                <Icon name="passed" size={11} />
              </Base.RadioItemIndicator>
            </span>
            {choice.label}
          </Base.RadioItem>
        ))}
      </Base.RadioGroup>
    </Popup>
  </Base.Root>
);

interface ActionProps {
  readonly label: ReactNode;
  readonly name?: string;
  readonly quiet?: boolean;
  readonly actions: readonly { readonly label: string; readonly onSelect: () => void; readonly danger?: boolean }[];
}

/** A button that offers a few actions. */
export const ActionMenu = ({ label, name, quiet = false, actions }: ActionProps): ReactElement => (
  <Base.Root>
    <Base.Trigger className={`ui-button ui-button-${quiet ? 'quiet' : 'plain'}`} aria-label={name}>
      {label}
      <Icon name="chevron-down" size={11} />
    </Base.Trigger>
    <Popup>
      {actions.map(action => (
        <Base.Item
          key={action.label}
          className={`ui-menu-item ${action.danger === true ? 'is-alert' : ''}`}
          onClick={action.onSelect}
        >
          {action.label}
        </Base.Item>
      ))}
    </Popup>
  </Base.Root>
);

interface PickProps {
  readonly label: string;
  readonly values: readonly {
    readonly value: string;
    readonly label: ReactNode;
    readonly count: number;
    readonly checked: boolean;
  }[];
  readonly onToggle: (value: string) => void;
}

/** Several of many, as the facets are offered in a narrow window. */
export const PickMenu = ({ label, values, onToggle }: PickProps): ReactElement => (
  <Base.Root>
    <Base.Trigger className="ui-button ui-button-plain ui-chip">
      {label}
      <Icon name="chevron-down" size={11} />
    </Base.Trigger>
    <Popup>
      {values.map(({ value, label: text, count, checked }) => (
        <Base.CheckboxItem key={value} className="ui-menu-item" checked={checked} onCheckedChange={() => onToggle(value)}>
          <span className="ui-menu-check">
            <Base.CheckboxItemIndicator>
              <Icon name="passed" size={11} />
            </Base.CheckboxItemIndicator>
          </span>
          <span className="ui-menu-text">{text}</span>
          <span className="num muted">{count}</span>
        </Base.CheckboxItem>
      ))}
    </Popup>
  </Base.Root>
);

interface LinksProps {
  readonly label: string;
  readonly links: readonly {
    readonly key: string;
    readonly content: ReactNode;
    readonly current: boolean;
    readonly onSelect: () => void;
  }[];
}

/** The navigation of a narrow window. */
export const NavigationMenu = ({ label, links }: LinksProps): ReactElement => (
  <Base.Root>
    <Base.Trigger className="ui-button ui-button-plain" aria-label={`${label}: all pages`}>
      <Icon name="menu" />
      {label}
    </Base.Trigger>
    <Popup>
      {links.map(link => (
        <Base.Item
          key={link.key}
          className={`ui-menu-item ui-menu-nav ${link.current ? 'is-current' : ''}`}
          onClick={link.onSelect}
          aria-current={link.current ? 'page' : undefined}
        >
          {link.content}
        </Base.Item>
      ))}
    </Popup>
  </Base.Root>
);
