import { type ReactElement, useEffect, useState } from 'react';
import { absoluteText, ageText } from './time.ts';

/** The present, renewed every half minute while something shows an age. */
export const useNow = (): number => {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 30_000);
    return () => clearInterval(timer);
  }, []);
  return now;
};

/** An age; the absolute time in UTC is its title. */
export const RelativeTime = ({
  time,
  suffix = '',
  plain = false,
}: {
  readonly time: string;
  readonly suffix?: string;
  /** What it stands in tells the absolute time. */
  readonly plain?: boolean;
}): ReactElement => {
  const now = useNow();
  const from = Date.parse(time);
  const age = Number.isNaN(from) ? 'unknown' : ageText(from, now);
  return (
    <time dateTime={time} title={plain ? undefined : absoluteText(time)}>
      {age}
      {age === 'now' || age === 'unknown' ? '' : suffix}
    </time>
  );
};
