import type { Rule } from '#contract/rule';
import { defineRule, findingOf, podTemplates } from '../define-rule.ts';
import type { Control } from './control.ts';
import type { PodSecurityTarget } from './standards.ts';
import { controlsOf } from './standards.ts';

const kebab = (id: string): string =>
  id
    .replaceAll(/([a-z])([A-Z])/g, '$1-$2')
    .replaceAll('_', '-')
    .toLowerCase();

const ruleOf = (control: Control, target: PodSecurityTarget): Rule<'pod-template'> =>
  defineRule({
    id: `pss-${kebab(control.id)}`,
    pack: 'pod-security-standards',
    severity: control.level === 'baseline' ? 'high' : 'medium',
    since: '1.0',
    what: `${control.what} (Pod Security Standards, ${control.level}, v1.${target.minor})`,
    why: `A namespace that enforces ${target.level} at v1.${target.minor} refuses this pod, and nothing else holds back what the standard guards against.`,
    fix: 'Change the field named so that the control is met, or run the workload in a namespace whose level allows it.',
    references: ['https://kubernetes.io/docs/concepts/security/pod-security-standards/'],
    appliesTo: podTemplates(),
    evaluate: pod => control.judge(pod, target.minor).map(hit => findingOf(pod, hit)),
  });

/** The rules of `--pss LEVEL@VERSION`: one a control, judged as the API server's admission at that version judges. */
export const podSecurityRules = (target: PodSecurityTarget): readonly Rule<'pod-template'>[] =>
  controlsOf(target).map(control => ruleOf(control, target));

/** The controls that those rules answer, as `frameworks` of an evaluation: `pss/baseline`, `pss/restricted`. */
export const podSecurityFrameworks = (target: PodSecurityTarget): Readonly<Record<string, readonly string[]>> =>
  Object.fromEntries(controlsOf(target).map(control => [`pss-${kebab(control.id)}`, [`pss/${control.level}`]]));
