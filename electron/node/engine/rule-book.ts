import { createRuleBook, type RuleBook } from '#core/handlers/rule-book';
import { ruleCases } from '#rules/cases.generated';
import { rules, rulesVersion } from '#rules/catalogue';
import { frameworks } from '#rules/frameworks.generated';

/** The rules of this program, as they run and as the catalogue tells them. */
export const ruleBook: RuleBook = createRuleBook(
  rules,
  rulesVersion,
  new Map(Object.entries(frameworks)),
  new Map(Object.entries(ruleCases)),
);
