import { useQueries } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { Link } from 'wouter';
import type { AttackEdgeDetail, AttackPath, AttackStep } from '#contract/attack';
import { useClient } from '#renderer/app/client/context.tsx';
import { callOptions } from '#renderer/app/client/query.ts';
import { routes } from '#renderer/app/routes.ts';
import { Icon } from '#renderer/ui/Icon.tsx';
import { Section } from '#renderer/ui/Section.tsx';
import { visible } from '#renderer/ui/visible.ts';
import { evidenceKey, evidenceText, letterOf } from '../words.ts';

const most = 14;

/** Which lines of which object make each step true: one call for each step. */
const useEvidence = (snapshot: string, steps: readonly AttackStep[]): readonly (AttackEdgeDetail | undefined)[] => {
  const client = useClient();
  return useQueries({
    queries: steps.slice(0, most).map(({ edge, from, to }) => callOptions(client, 'attack.edge', { snapshot, edge, from, to })),
  }).map(({ data }) => data);
};

const linesText = (lines: readonly number[]): string =>
  lines.length === 0
    ? ''
    : `${lines.length === 1 ? 'line' : 'lines'} ${lines.slice(0, 4).join(', ')}${lines.length > 4 ? ' …' : ''}`;

const Evidence = ({
  snapshot,
  step,
  detail,
}: {
  readonly snapshot: string;
  readonly step: AttackStep;
  readonly detail: AttackEdgeDetail | undefined;
}): ReactElement | null => {
  const shown =
    detail === undefined
      ? step.by.slice(0, 2).map(one => ({ key: evidenceKey(one), text: evidenceText(one), lines: '' }))
      : detail.evidence.slice(0, 3).map(one => ({ key: one.object, text: one.title, lines: linesText(one.lines) }));
  return shown.length === 0 ? null : (
    <span className="step-evidence">
      {shown.map(({ key, text, lines }, index) => (
        <Link key={`${key} ${index}`} href={routes.object(snapshot, key)}>
          {visible(text, 120)}
          {lines === '' ? '' : ` ${lines}`}
        </Link>
      ))}
    </span>
  );
};

interface Props {
  readonly snapshot: string;
  readonly path: AttackPath;
  readonly index: number;
  /** The step under the cursor, by its place. */
  readonly selected: number | null;
  readonly onSelect: (step: number) => void;
}

/** The followed path, step by step, by the numbers of the drawing. */
export const StepList = ({ snapshot, path, index, selected, onSelect }: Props): ReactElement => {
  const details = useEvidence(snapshot, path.steps);
  return (
    <Section id="access-steps" title={`Steps of ${letterOf(index)}`} note="numbers as drawn">
      <ol className="step-list">
        {path.steps.map((step, at) => (
          <li key={at} className={at === selected ? 'is-selected' : ''}>
            <span className="step-mark is-on">{at + 1}</span>
            <div>
              <button
                type="button"
                className="step-what"
                aria-current={at === selected ? 'true' : undefined}
                onClick={() => onSelect(at)}
              >
                {visible(step.what, 500)}
              </button>
              <Evidence snapshot={snapshot} step={step} detail={details[at]} />
              {step.blockedBy.map(({ what }) => (
                <p key={what} className="step-blocked">
                  <Icon name="blocked" size={12} /> {visible(what, 300)}
                </p>
              ))}
              {step.uncertain.length === 0 ? null : <p className="is-unknown small">What could stand in its way was not read.</p>}
            </div>
          </li>
        ))}
      </ol>
    </Section>
  );
};
