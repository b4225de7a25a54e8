import type { ReactElement } from 'react';
import { Link } from 'wouter';
import type { VerifiedBundle } from '#contract/verified-bundle';
import { routes } from '#renderer/app/routes.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { CopyButton } from '#renderer/ui/CopyButton.tsx';
import { Icon } from '#renderer/ui/Icon.tsx';
import { ErrorState } from '#renderer/ui/States.tsx';
import { absoluteText, bytesText, plural } from '#renderer/ui/time.ts';
import { visible } from '#renderer/ui/visible.ts';
import { type Check, forgetCheck, useChecks } from '../verified.ts';

const looks: Readonly<
  Record<
    VerifiedBundle['state'],
    { readonly icon: 'passed' | 'failed' | 'unknown'; readonly tone: string; readonly word: string }
  >
> = {
  intact: { icon: 'passed', tone: 'is-ok', word: 'Intact' },
  altered: { icon: 'failed', tone: 'is-alert', word: 'Altered' },
  incomplete: { icon: 'failed', tone: 'is-alert', word: 'Not a complete bundle' },
};

const signature = ({ signed, signedBy }: VerifiedBundle): string =>
  signed
    ? `Signed by ${visible(signedBy ?? 'a key without a name', 200)}.`
    : 'Not signed: it proves that nothing changed since its hashes were made, not who made them.';

const Places = ({ result }: { readonly result: VerifiedBundle }): ReactElement | null =>
  result.places.length === 0 ? null : (
    <ul className="check-places">
      {result.places.slice(0, 20).map(({ where, what }) => (
        <li key={`${where} ${what}`}>
          <span className="mono">{visible(where, 200)}</span> <span className="muted">{visible(what, 400)}</span>
        </li>
      ))}
      {result.places.length > 20 ? <li className="muted">and {plural(result.places.length - 20, 'place')} more</li> : null}
    </ul>
  );

const Result = ({ result }: { readonly result: VerifiedBundle }): ReactElement => {
  const { icon, tone, word } = looks[result.state];
  return (
    <>
      <p>
        <Icon name={icon} className={tone} /> <span className={`strong ${tone}`}>{word}</span>{' '}
        <span className="mono">{visible(result.name, 200)}</span>{' '}
        <span className="muted">
          {bytesText(result.bytes)}, checked {absoluteText(result.at)}
        </span>
      </p>
      <Places result={result} />
      {result.state === 'incomplete' ? null : <p className="muted">{signature(result)}</p>}
      {result.identity === null ? null : (
        <p className="check-identity">
          <span className="muted">Identity</span> <span className="mono">{result.identity}</span>{' '}
          <CopyButton text={result.identity} />
        </p>
      )}
      {result.state !== 'intact' ? null : result.snapshots.length === 0 ? (
        <p className="muted">No snapshot of this library is known to be this evidence.</p>
      ) : (
        <p>
          <span className="muted">The same evidence as</span>{' '}
          <Link href={`${routes.snapshots}?snapshot=${encodeURIComponent(result.snapshots[0] ?? '')}`}>
            {result.snapshots.length === 1
              ? 'a snapshot of this library'
              : `${result.snapshots.length} snapshots of this library`}
          </Link>
        </p>
      )}
    </>
  );
};

const Item = ({ check }: { readonly check: Check }): ReactElement => (
  <li className="check">
    <div className="check-body">
      {check.result === null && check.problem === null ? (
        <p role="status">
          Verifying <span className="mono">{visible(check.name, 200)}</span>{' '}
          <span className="muted">
            {check.sent < check.bytes ? `${bytesText(check.sent)} of ${bytesText(check.bytes)}` : 'checking every hash'}
          </span>
        </p>
      ) : null}
      {check.result === null ? null : <Result result={check.result} />}
      {check.problem === null ? null : <ErrorState fault={check.problem} inline />}
    </div>
    {check.result === null && check.problem === null ? null : (
      <Button
        variant="quiet"
        aria-label={`Put away the check of ${visible(check.name, 80)}`}
        onClick={() => forgetCheck(check.id)}
      >
        Put away
      </Button>
    )}
  </li>
);

/** What files were verified as. */
export const Checks = (): ReactElement | null => {
  const checks = useChecks(state => state.checks);
  return checks.length === 0 ? null : (
    <ul className="checks" aria-label="Verified files">
      {checks.map(check => (
        <Item key={check.id} check={check} />
      ))}
    </ul>
  );
};
