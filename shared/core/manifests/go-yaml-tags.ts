import type { ScalarTag } from 'yaml';

const nulls = new Set(['', '~', 'null', 'Null', 'NULL']);
const trues = new Set(['y', 'Y', 'yes', 'Yes', 'YES', 'true', 'True', 'TRUE', 'on', 'On', 'ON']);
const falses = new Set(['n', 'N', 'no', 'No', 'NO', 'false', 'False', 'FALSE', 'off', 'Off', 'OFF']);

const integer = /^([-+]?)(0[xX][0-9a-fA-F_]+|0[bB][01_]+|0[oO]?[0-7_]+|0|[1-9][0-9_]*)$/;
const float = /^[-+]?(?:\.[0-9]+|[0-9][0-9_]*(?:\.[0-9_]*)?)(?:[eE][-+]?[0-9]+)?$/;

const integerOf = (text: string): number => {
  const [, sign, digits = ''] = integer.exec(text) ?? [];
  const plain = digits.replaceAll('_', '').toLowerCase();
  const value = /^0[0-7]+$/.test(plain) ? Number.parseInt(plain, 8) : Number(plain);
  return sign === '-' ? -value : value;
};

const words = (values: ReadonlySet<string>): RegExp => new RegExp(`^(?:${[...values].join('|')})$`);

const scalar = (tag: string, test: RegExp, resolve: (text: string) => unknown): ScalarTag => ({
  tag: `tag:yaml.org,2002:${tag}`,
  default: true,
  test,
  resolve,
});

/**
 * How Kubernetes reads plain scalars: as Go’s yaml.v2 does, not as YAML 1.1 or 1.2 say. `yes` and `on` are true, 0777 is
 * octal, but 12:30 is text, a date is text, and so is a lone dot. Source: go.yaml.in/yaml/v2 resolve.go.
 */
export const goYamlTags: readonly ScalarTag[] = [
  scalar('null', words(nulls), () => null),
  scalar('bool', words(trues), () => true),
  scalar('bool', words(falses), () => false),
  scalar('int', integer, integerOf),
  scalar('float', float, text => Number(text.replaceAll('_', ''))),
];
