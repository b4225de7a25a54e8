import { InvalidArgumentError } from 'commander';

export const parsePercent = (text: string): number => {
  const value = /^\d{1,3}(\.\d{1,6})?%?$/.test(text) ? Number(text.replace('%', '')) : Number.NaN;
  if (!(value >= 0 && value <= 100)) throw new InvalidArgumentError('It takes a number from 0 to 100.');
  return value;
};
