import { captureDefaults } from '#contract/capture';
import type { CapturePlanner } from '#core/handlers/capture-handlers';
import { planRequests } from '#core/collect/plan';
import { leastPrivilegeRole } from '#core/collect/role';
import { yamlWithLines } from '#core/remediate/to-yaml';

/** What a capture would ask, and the role that is enough for it: offline, from the built-in resources. */
export const planCapture: CapturePlanner = {
  plan: options => ({
    requests: planRequests(options),
    budget: options.requestBudget ?? captureDefaults.requestBudget,
    role: yamlWithLines(leastPrivilegeRole(options)).text,
  }),
};
