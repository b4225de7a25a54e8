import type { ReactElement, ReactNode } from 'react';
import type { PatchCheck } from '#contract/patch';
import { Icon } from '#renderer/ui/Icon.tsx';
import { absoluteText, clockText } from '#renderer/ui/time.ts';
import { visible } from '#renderer/ui/visible.ts';
import { checkNames, refusalWords } from './words.ts';

const order: readonly PatchCheck['check'][] = ['parsed', 'schema', 'reevaluated', 'serverDryRun'];

const icons = { passed: 'passed', failed: 'failed', 'not-run': 'unknown' } as const;
const colours = { passed: 'is-ok', failed: 'is-alert', 'not-run': 'severity-unknown' } as const;

const outcome = (check: PatchCheck): string => {
  if (check.result === 'not-run') return check.note === '' ? 'not run yet' : check.note;
  const words = [check.refusal === null ? '' : refusalWords[check.refusal], check.note].filter(Boolean).join(': ');
  return words === '' ? check.result : words;
};

const when = (check: PatchCheck): string =>
  [check.at === null ? '' : clockText(check.at), check.as === null ? '' : `as ${check.as}`].filter(Boolean).join(' ');

/** What ran, when, as whom. "Not run yet" is a state of its own. */
export const Proofs = ({
  checks,
  dryRun,
}: {
  readonly checks: readonly PatchCheck[];
  readonly dryRun?: ReactNode;
}): ReactElement => (
  <ul className="proofs">
    {order.flatMap(name => {
      const check = checks.find(entry => entry.check === name) ?? {
        check: name,
        result: 'not-run',
        note: '',
        at: null,
        as: null,
        refusal: null,
        warnings: [],
      };
      return [
        <li key={name} className="proof" title={check.at === null ? undefined : absoluteText(check.at)}>
          <Icon name={icons[check.result]} size={13} className={colours[check.result]} />
          <span>
            {checkNames[name]}
            {when(check) === '' ? '' : ` ${when(check)}`}:{' '}
            <span className={check.result === 'failed' ? 'is-alert' : ''}>{visible(outcome(check), 2000)}</span>
            {check.check === 'serverDryRun' && dryRun !== undefined ? <> {dryRun}</> : null}
          </span>
        </li>,
        ...check.warnings.slice(0, 10).map(warning => (
          <li key={`${name} ${warning}`} className="proof proof-warning">
            <Icon name="warning" size={13} />
            <span>the server warns: {visible(warning, 1000)}</span>
          </li>
        )),
      ];
    })}
  </ul>
);
