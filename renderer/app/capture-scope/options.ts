import { type CaptureOptions, captureDefaults } from '#contract/capture';

/** The form as it is typed; empty fields take the defaults. */
export interface CaptureForm {
  readonly namespaces: string;
  readonly excludeNamespaces: string;
  readonly excludeResources: string;
  readonly customResources: boolean;
  readonly kubeletConfig: boolean;
  readonly requestBudget: string;
  readonly as: string;
  readonly asGroups: string;
}

export const emptyForm: CaptureForm = {
  namespaces: '',
  excludeNamespaces: '',
  excludeResources: '',
  customResources: true,
  kubeletConfig: true,
  requestBudget: '',
  as: '',
  asGroups: '',
};

const names = (text: string): string[] => text.split(/[\s,]+/u).filter(name => name !== '');

/** Groups may hold spaces, so only commas part them. */
const groups = (text: string): string[] =>
  text
    .split(',')
    .map(name => name.trim())
    .filter(name => name !== '');

export const budgetOf = (form: CaptureForm): number | null => {
  const value = Number(form.requestBudget.trim());
  return form.requestBudget.trim() === ''
    ? captureDefaults.requestBudget
    : Number.isSafeInteger(value) && value > 0
      ? value
      : null;
};

/** Names that no cluster has, told before anything is asked: a namespace by RFC 1123, a resource as `plural.group`. */
export const wrongNames = (text: string): readonly string[] =>
  names(text).filter(name => !/^[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?$/u.test(name));

export const optionsOf = (form: CaptureForm): CaptureOptions => {
  const budget = budgetOf(form);
  const only = names(form.namespaces);
  const except = names(form.excludeNamespaces);
  const without = names(form.excludeResources);
  const asGroups = groups(form.asGroups);
  return {
    ...(only.length === 0 ? {} : { namespaces: only }),
    ...(except.length === 0 ? {} : { excludeNamespaces: except }),
    ...(without.length === 0 ? {} : { excludeResources: without }),
    ...(form.customResources ? {} : { customResources: false }),
    ...(form.kubeletConfig ? {} : { kubeletConfig: false }),
    ...(form.requestBudget.trim() === '' || budget === null ? {} : { requestBudget: budget }),
    ...(form.as.trim() === '' ? {} : { as: form.as.trim() }),
    ...(asGroups.length === 0 ? {} : { asGroups }),
  };
};
