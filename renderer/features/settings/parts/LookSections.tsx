import type { ReactElement } from 'react';
import type { Density, Settings, Theme } from '#contract/settings';
import { Segments } from '#renderer/ui/Segments.tsx';
import { Switch } from '#renderer/ui/Switch.tsx';
import { useSetting } from '../use-setting.ts';
import { ChoiceRow } from './ChoiceRow.tsx';
import { Section } from './Section.tsx';

const themes: readonly { readonly value: Theme; readonly label: string }[] = [
  { value: 'system', label: 'as the system' },
  { value: 'dark', label: 'dark' },
  { value: 'light', label: 'light' },
  { value: 'contrast', label: 'high contrast' },
];

const densities: readonly { readonly value: Density; readonly label: string }[] = [
  { value: 'comfortable', label: 'comfortable' },
  { value: 'compact', label: 'compact' },
];

interface Props {
  readonly settings: Settings;
}

export const AppearanceSection = ({ settings }: Props): ReactElement => {
  const set = useSetting();
  return (
    <Section id="appearance" title="Appearance">
      <ChoiceRow title="Theme">
        <Segments
          label="Theme"
          value={settings.theme}
          choices={themes}
          onChange={theme => set({ theme }, `Theme: ${themes.find(({ value }) => value === theme)?.label ?? theme}`)}
        />
      </ChoiceRow>
      <ChoiceRow title="Rows">
        <Segments
          label="Rows"
          value={settings.density}
          choices={densities}
          onChange={density => set({ density }, `Rows: ${density}`)}
        />
      </ChoiceRow>
    </Section>
  );
};

export const KeyboardSection = ({ settings }: Props): ReactElement => {
  const set = useSetting();
  return (
    <Section id="keyboard" title="Keyboard">
      <Switch
        label="Keys of a single character"
        hint="J and K, X, G and a letter, / and the like. Off for who dictates or uses other tools that type; all they do is also in menus, buttons and the palette."
        checked={settings.singleKeys}
        onChange={singleKeys => set({ singleKeys }, singleKeys ? 'Single keys are on' : 'Single keys are off')}
      />
    </Section>
  );
};

const notices: readonly { readonly value: Settings['notifications']; readonly label: string }[] = [
  { value: 'ask', label: 'ask first' },
  { value: 'on', label: 'on' },
  { value: 'off', label: 'off' },
];

export const NotificationsSection = ({ settings }: Props): ReactElement => {
  const set = useSetting();
  return (
    <Section id="notifications" title="Notifications">
      <ChoiceRow
        title="When a long capture ends while the window is not in front"
        hint="They name the context and how it ended, nothing of what was found."
      >
        <Segments
          label="Notifications"
          value={settings.notifications}
          choices={notices}
          onChange={notifications =>
            set({ notifications }, `Notifications: ${notifications === 'ask' ? 'ask first' : notifications}`)
          }
        />
      </ChoiceRow>
    </Section>
  );
};
