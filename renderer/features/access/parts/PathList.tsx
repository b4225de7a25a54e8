import type { ReactElement } from 'react';
import type { AttackPath, EdgeCatalogue } from '#contract/attack';
import { Icon } from '#renderer/ui/Icon.tsx';
import { Section } from '#renderer/ui/Section.tsx';
import { plural } from '#renderer/ui/time.ts';
import { visible } from '#renderer/ui/visible.ts';
import { edgeTitle, letterOf, nodeText } from '../words.ts';

interface Props {
  readonly paths: readonly AttackPath[];
  readonly chosen: number;
  readonly catalogue: EdgeCatalogue | undefined;
  readonly more: boolean;
  readonly onChoose: (path: number) => void;
  readonly onMore: (() => void) | null;
}

/** What tells a path from the others: its first step that not all of them take, else its first one. */
const telling = (paths: readonly AttackPath[], path: AttackPath, catalogue: EdgeCatalogue | undefined): string => {
  const own = path.steps.find(
    step => !paths.every(other => other.steps.some(({ edge, to }) => edge === step.edge && to === step.to)),
  );
  const step = own ?? path.steps[0];
  return step === undefined ? '' : `${edgeTitle(catalogue, step.edge)}: ${nodeText(step.to)}`;
};

/** The paths, cheapest first: letters as drawn. */
export const PathList = ({ paths, chosen, catalogue, more, onChoose, onMore }: Props): ReactElement => (
  <Section id="access-paths" title="Paths" note={more ? 'the cheapest' : undefined}>
    <ol className="way-list">
      {paths.map((path, index) => (
        <li key={index}>
          <button
            type="button"
            className={`way-row ${index === chosen ? 'is-selected' : ''}`}
            aria-current={index === chosen ? 'true' : undefined}
            onClick={() => onChoose(index)}
          >
            <span className={`step-mark ${index === chosen ? 'is-on' : ''}`}>{letterOf(index)}</span>
            <span className="way-what" title={visible(telling(paths, path, catalogue), 400)}>
              {visible(telling(paths, path, catalogue), 200)}
            </span>
            {path.blocked ? (
              <span className="way-blocked">
                <Icon name="blocked" size={12} /> blocked
              </span>
            ) : (
              <span className="muted num">{plural(path.steps.length, 'step')}</span>
            )}
          </button>
        </li>
      ))}
    </ol>
    {more && onMore !== null ? (
      <button type="button" className="link small" onClick={onMore}>
        More paths
      </button>
    ) : null}
  </Section>
);
