import { type ReactElement, useState } from 'react';
import { Checkbox } from '#renderer/ui/Checkbox.tsx';
import { Icon } from '#renderer/ui/Icon.tsx';
import { PickMenu } from '#renderer/ui/Menu.tsx';
import { countText } from '#renderer/ui/time.ts';
import { visible } from '#renderer/ui/visible.ts';
import { namespacesIn, type Pick, type Section } from '../compare-state.ts';
import type { SectionCounts } from '../counts.ts';
import { changeWords, wordOf } from '../words.ts';

interface Props {
  readonly counts: SectionCounts;
  readonly q: string;
  readonly picks: readonly Pick[];
  readonly onPick: (pick: Pick) => void;
  readonly onNamespace: (namespace: string) => void;
}

const titles: Readonly<Record<Section, string>> = {
  access: 'Access',
  findings: 'Findings',
  objects: 'Objects',
  'left-out': 'Left out',
};

const order: readonly Section[] = ['findings', 'access', 'objects', 'left-out'];

const shownAtFirst = 6;

/** Changes that a section has, or that the list is narrowed to. */
const valuesOf = (section: Section, { counts, picks }: Pick2): readonly (readonly [string, number])[] =>
  Object.keys(changeWords[section])
    .map(change => [change, counts.changes[section][change] ?? 0] as const)
    .filter(([change, count]) => count > 0 || picks.includes(`${section}:${change}`));

type Pick2 = { readonly counts: SectionCounts; readonly picks: readonly Pick[] };

const Changes = ({ section, ...props }: Props & { readonly section: Section }): ReactElement | null => {
  const values = valuesOf(section, props);
  if (values.length === 0) return null;
  return (
    <div className="facet" role="group" aria-label={titles[section]}>
      <p className="facet-title compare-facet-title">
        {titles[section]}
        <span className="muted num">{countText(values.reduce((sum, [, count]) => sum + count, 0))}</span>
      </p>
      <ul>
        {values.map(([change, count]) => {
          const said = wordOf(section, change);
          return (
            <li key={change} className="facet-value">
              <Checkbox
                checked={props.picks.includes(`${section}:${change}`)}
                onChange={() => props.onPick(`${section}:${change}`)}
                label={`${said.label}, ${count}`}
              >
                <Icon name={said.icon} size={12} className={`compare-icon is-${said.tone}`} />
                <span className="facet-label" title={said.label}>
                  {said.label}
                </span>
              </Checkbox>
              <span className="num muted">{countText(count)}</span>
            </li>
          );
        })}
      </ul>
    </div>
  );
};

const Namespaces = ({ counts, q, onNamespace }: Props): ReactElement | null => {
  const [all, setAll] = useState(false);
  const chosen = namespacesIn(q);
  const values = counts.namespaces;
  if (values.length === 0) return null;
  const shown = all ? values : values.filter(({ namespace }, index) => index < shownAtFirst || chosen.includes(namespace));
  return (
    <div className="facet" role="group" aria-label="Namespace">
      <p className="facet-title compare-facet-title">Namespace</p>
      <ul>
        {shown.map(({ namespace, count }) => (
          <li key={namespace} className="facet-value">
            <Checkbox
              checked={chosen.includes(namespace)}
              onChange={() => onNamespace(namespace)}
              label={`${visible(namespace, 253)}, ${count}`}
            >
              <span className="facet-label" title={visible(namespace, 253)}>
                {visible(namespace, 253)}
              </span>
            </Checkbox>
            <span className="num muted">{countText(count)}</span>
          </li>
        ))}
        {values.length > shown.length || all ? (
          <li>
            <button type="button" className="link" onClick={() => setAll(!all)}>
              {all ? 'fewer' : `${values.length - shown.length} more`}
            </button>
          </li>
        ) : null}
      </ul>
    </div>
  );
};

/** The second column: what narrows the list, counted under the other filters. */
export const ChangeColumn = (props: Props): ReactElement => (
  <div className="facets" role="group" aria-label="Narrow the list">
    {order.map(section => (
      <Changes key={section} section={section} {...props} />
    ))}
    <Namespaces {...props} />
  </div>
);

/** The same in a narrow window, as menus. */
export const ChangeChips = (props: Props): ReactElement => (
  <div className="facet-chips" role="group" aria-label="Narrow the list">
    {order.map(section => {
      const values = valuesOf(section, props);
      return values.length === 0 ? null : (
        <PickMenu
          key={section}
          label={titles[section]}
          values={values.map(([change, count]) => ({
            value: change,
            label: wordOf(section, change).label,
            count,
            checked: props.picks.includes(`${section}:${change}`),
          }))}
          onToggle={change => props.onPick(`${section}:${change}`)}
        />
      );
    })}
    {props.counts.namespaces.length === 0 ? null : (
      <PickMenu
        label="Namespace"
        values={props.counts.namespaces.slice(0, 60).map(({ namespace, count }) => ({
          value: namespace,
          label: visible(namespace, 253),
          count,
          checked: namespacesIn(props.q).includes(namespace),
        }))}
        onToggle={props.onNamespace}
      />
    )}
  </div>
);
