/** For options that may be repeated, and hold several values between commas. */
export const collect = (value: string, previous: readonly string[] | undefined): readonly string[] => [
  ...(previous ?? []),
  ...value
    .split(',')
    .map(each => each.trim())
    .filter(each => each !== ''),
];

/** For values that may hold commas themselves (group names). */
export const collectWhole = (value: string, previous: readonly string[] | undefined): readonly string[] => [
  ...(previous ?? []),
  value,
];
