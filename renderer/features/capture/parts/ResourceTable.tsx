import { type ReactElement, useState } from 'react';
import type { ResourceProgress } from '#contract/capture';
import { Icon, type IconName } from '#renderer/ui/Icon.tsx';
import { MiddleTruncate } from '#renderer/ui/MiddleTruncate.tsx';
import { countText, durationText, plural } from '#renderer/ui/time.ts';
import { visible } from '#renderer/ui/visible.ts';
import { groupsOf } from '../groups.ts';

const states: Readonly<
  Record<ResourceProgress['state'], { readonly icon: IconName; readonly tone: string; readonly word: string }>
> = {
  waiting: { icon: 'clock', tone: 'muted', word: 'waiting' },
  reading: { icon: 'arrow', tone: 'is-active', word: 'reading' },
  retrying: { icon: 'retry', tone: 'is-active', word: 'trying again' },
  full: { icon: 'passed', tone: 'is-ok', word: 'full' },
  partial: { icon: 'unknown', tone: 'is-unknown', word: 'in part' },
  denied: { icon: 'unknown', tone: 'is-unknown', word: 'denied' },
  'not-served': { icon: 'minus', tone: 'muted', word: 'not served here' },
  failed: { icon: 'failed', tone: 'is-alert', word: 'failed' },
  skipped: { icon: 'minus', tone: 'muted', word: 'not asked for' },
};

const shownFull = 8;

const Amount = ({ objects, total, state }: ResourceProgress): ReactElement => (
  <>
    {total !== null && state !== 'full' ? (
      <span className="amount-bar" aria-hidden="true">
        <span style={{ width: `${Math.min(100, (100 * objects) / Math.max(1, total))}%` }} />
      </span>
    ) : null}
    <span>
      {state === 'waiting' || (state === 'reading' && objects === 0 && total === null) ? '' : countText(objects)}
      {total !== null && state !== 'full' ? <span className="muted"> of {countText(total)}</span> : null}
    </span>
  </>
);

const Row = ({ resource }: { readonly resource: ResourceProgress }): ReactElement => {
  const { icon, tone, word } = states[resource.state];
  const attention = resource.note !== '' && resource.state !== 'full' && resource.state !== 'reading';
  return (
    <>
      <tr className={attention ? 'has-note' : ''}>
        <th scope="row">
          <MiddleTruncate text={resource.resource} className="mono" />
        </th>
        <td>
          <span className="capture-state">
            <Icon name={icon} size={13} className={tone} />
            <span>{word}</span>
            {resource.note !== '' && !attention ? (
              <span className="muted capture-note">{visible(resource.note, 200)}</span>
            ) : null}
          </span>
        </td>
        <td className="num">
          <Amount {...resource} />
        </td>
        <td className="num muted">{resource.requests === 0 ? '' : countText(resource.requests)}</td>
        <td className="num muted">{resource.elapsedMs === 0 ? '' : durationText(resource.elapsedMs)}</td>
      </tr>
      {attention ? (
        <tr className="note-row">
          <td />
          <td colSpan={4} className="capture-why muted">
            {visible(resource.note, 600)}
          </td>
        </tr>
      ) : null}
    </>
  );
};

const Group = ({
  title,
  of,
  children,
}: {
  readonly title: string;
  readonly of: string;
  readonly children: ReactElement | readonly ReactElement[];
}): ReactElement => (
  <tbody>
    <tr className="capture-group">
      <th scope="rowgroup" colSpan={5}>
        {title} <span className="muted">{of}</span>
      </th>
    </tr>
    {children}
  </tbody>
);

const Names = ({ resources }: { readonly resources: readonly ResourceProgress[] }): ReactElement => {
  const more = resources.length - 5;
  return (
    <tr>
      <td colSpan={5} className="muted capture-names">
        {resources
          .slice(0, 5)
          .map(({ resource }) => visible(resource, 80))
          .join(', ')}
        {more > 0 ? ` and ${more} more` : ''}
      </td>
    </tr>
  );
};

/** Progress by resource: what needs attention first, what is done last. */
export const ResourceTable = ({ resources }: { readonly resources: readonly ResourceProgress[] }): ReactElement => {
  const [all, setAll] = useState(false);
  const { attention, reading, waiting, full, apart } = groupsOf(resources);
  const of = (group: readonly ResourceProgress[]): string => `${group.length} of ${resources.length}`;
  const shown = all ? full : full.slice(0, shownFull);
  const rest = full.slice(shown.length);
  const rows = (group: readonly ResourceProgress[]): readonly ReactElement[] =>
    group.map(resource => <Row key={resource.resource} resource={resource} />);
  return (
    <table className="capture-table">
      <thead>
        <tr>
          <th scope="col">Resource</th>
          <th scope="col">State</th>
          <th scope="col" className="num">
            Objects
          </th>
          <th scope="col" className="num">
            Requests
          </th>
          <th scope="col" className="num">
            Time
          </th>
        </tr>
      </thead>
      {attention.length === 0 ? null : (
        <Group title="Needs your eye" of={of(attention)}>
          {rows(attention)}
        </Group>
      )}
      {reading.length === 0 ? null : (
        <Group title="Reading" of={of(reading)}>
          {rows(reading)}
        </Group>
      )}
      {waiting.length === 0 ? null : (
        <Group title="Waiting" of={of(waiting)}>
          <Names resources={waiting} />
        </Group>
      )}
      {full.length === 0 ? null : (
        <Group title="Read in full" of={of(full)}>
          <>
            {rows(shown)}
            {rest.length > 0 || all ? (
              <tr>
                <td colSpan={5}>
                  <button type="button" className="link" onClick={() => setAll(!all)}>
                    {all
                      ? 'fewer'
                      : `${rest.length} more, ${plural(
                          rest.reduce((sum, { objects }) => sum + objects, 0),
                          'object',
                        )}`}
                  </button>
                </td>
              </tr>
            ) : null}
          </>
        </Group>
      )}
      {apart.length === 0 ? null : (
        <Group title="Not asked for or not served" of={of(apart)}>
          <Names resources={apart} />
        </Group>
      )}
    </table>
  );
};
