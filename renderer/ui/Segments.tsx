import { Toggle } from '@base-ui/react/toggle';
import { ToggleGroup } from '@base-ui/react/toggle-group';
import type { ReactElement, ReactNode } from 'react';

interface Props<V extends string> {
  readonly label: string;
  readonly value: V;
  readonly choices: readonly { readonly value: V; readonly label: ReactNode }[];
  readonly onChange: (value: V) => void;
}

/** Two or three views of the same thing. */
export const Segments = <V extends string>({ label, value, choices, onChange }: Props<V>): ReactElement => (
  <ToggleGroup
    className="ui-segments"
    aria-label={label}
    value={[value]}
    onValueChange={(next: readonly string[]) => {
      const chosen = choices.find(choice => choice.value === next[0]);
      if (chosen !== undefined) onChange(chosen.value);
    }}
  >
    {choices.map(choice => (
      <Toggle key={choice.value} value={choice.value} className="ui-segment">
        {choice.label}
      </Toggle>
    ))}
  </ToggleGroup>
);
