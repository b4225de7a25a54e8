import type { ReactElement } from 'react';
import { Link } from 'wouter';
import type { CompareSide, CompareSummary, NotComparable } from '#contract/compare';
import { routes } from '#renderer/app/routes.ts';
import { AlertNotice, PartialNotice, StaleNotice } from '#renderer/ui/Notice.tsx';
import { useNow } from '#renderer/ui/RelativeTime.tsx';
import { ageText, plural } from '#renderer/ui/time.ts';
import { visible } from '#renderer/ui/visible.ts';
import { lostWords } from '../words.ts';

const day = 86_400_000;

const partialWords = (before: CompareSide, after: CompareSide): string =>
  before.partial && after.partial ? 'Both captures' : before.partial ? 'The earlier capture' : 'The later capture';

const gapWords = ({ resource, namespace }: NotComparable): string => `${resource}${namespace === null ? '' : ` in ${namespace}`}`;

/** What must be known before the list is read. */
export const CompareNotices = ({ summary }: { readonly summary: CompareSummary }): ReactElement => {
  const now = useNow();
  const { before, after, lost, notComparable, rules } = summary;
  const coverage = (side: CompareSide): ReactElement => <Link href={routes.coverage(side.id)}>Coverage</Link>;
  const age = now - Date.parse(after.capturedAt);
  const [gap] = notComparable.entries;
  return (
    <>
      {summary.sameCluster === false ? (
        <AlertNotice>
          These are two different clusters: {visible(before.name, 200)} and {visible(after.name, 200)}.
        </AlertNotice>
      ) : null}
      {before.partial || after.partial ? (
        <PartialNotice action={coverage(before.partial && !after.partial ? before : after)}>
          {partialWords(before, after)} ended before everything was read. What is missing there is not called new, fixed or
          removed.
        </PartialNotice>
      ) : null}
      {lost.length === 0 ? null : <PartialNotice action={coverage(after)}>{visible(lostWords(lost), 800)}</PartialNotice>}
      {gap === undefined ? null : (
        <PartialNotice action={coverage(gap.side === 'before' ? before : after)}>
          {plural(notComparable.objects, 'object is', 'objects are')} not comparable, since the{' '}
          {gap.side === 'before' ? 'earlier' : 'later'} one did not read {visible(gapWords(gap), 300)}
          {notComparable.entries.length === 1 ? '' : ` and ${plural(notComparable.entries.length - 1, 'more part')}`}.
        </PartialNotice>
      )}
      {summary.valuesComparable ? null : (
        <PartialNotice>
          Values that were taken out are not comparable: their fingerprints are of different keys. None is called changed.
        </PartialNotice>
      )}
      {rules.reevaluated ? (
        <StaleNotice>
          The stored findings are of other rules, so both were evaluated anew by rules {visible(rules.version, 60)}.
          {rules.knownByRules === 0
            ? ''
            : ` ${plural(rules.knownByRules, 'finding')} that the earlier list lacks ${rules.knownByRules === 1 ? 'was' : 'were'} there already.`}
        </StaleNotice>
      ) : null}
      {after.origin === 'cluster' && age > day ? (
        <StaleNotice action={<Link href={routes.clusters}>Capture again</Link>}>
          The later one is the cluster of {ageText(Date.parse(after.capturedAt), now)} ago; it may have changed since.
        </StaleNotice>
      ) : null}
    </>
  );
};
