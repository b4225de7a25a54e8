import { memo, type ReactElement } from 'react';
import { Button } from '#renderer/ui/Button.tsx';
import { Checkbox } from '#renderer/ui/Checkbox.tsx';
import { Icon } from '#renderer/ui/Icon.tsx';
import { PopoverButton } from '#renderer/ui/PopoverButton.tsx';
import { type Columns, columnIds, columns as known } from '../use-columns.ts';

/** Which columns stand behind a finding, and in which order. */
export const ColumnsMenu = memo(({ columns }: { readonly columns: Columns }): ReactElement => {
  const order = [...columns.chosen, ...columnIds.filter(id => !columns.chosen.includes(id))];
  return (
    <PopoverButton label="Columns" className="columns-menu">
      <ul>
        {order.map(id => {
          const at = columns.chosen.indexOf(id);
          const { title } = known[id];
          return (
            <li key={id} className="columns-row">
              <Checkbox checked={at >= 0} onChange={() => columns.toggle(id)} label={title}>
                {title}
              </Checkbox>
              <button
                type="button"
                className="ui-button ui-button-quiet"
                aria-label={`${title}: one to the left`}
                disabled={at <= 0}
                onClick={() => columns.move(id, -1)}
              >
                <Icon name="chevron-left" size={11} />
              </button>
              <button
                type="button"
                className="ui-button ui-button-quiet"
                aria-label={`${title}: one to the right`}
                disabled={at < 0 || at === columns.chosen.length - 1}
                onClick={() => columns.move(id, 1)}
              >
                <Icon name="chevron-right" size={11} />
              </button>
            </li>
          );
        })}
      </ul>
      <Button variant="quiet" onClick={columns.reset}>
        As at first
      </Button>
    </PopoverButton>
  );
});
