import type { PlannedRequest } from '#contract/capture';

export interface PlanCounts {
  readonly lists: number;
  readonly reviews: number;
  readonly discovery: number;
  /** Sent only where something is denied, or a right is held. */
  readonly conditional: number;
}

const isConditional = ({ why }: PlannedRequest): boolean => why.startsWith('Only where');

const isDiscovery = ({ path }: PlannedRequest): boolean =>
  /^\/(?:version|apis?(?:\/v1)?|apis\/\{group\}\/\{version\})$/u.test(path);

/** Lines of the plan by what they are: a list goes on while the server has more. */
export const countsOf = (requests: readonly PlannedRequest[]): PlanCounts => {
  const sure = requests.filter(request => !isConditional(request));
  const reviews = sure.filter(({ method }) => method === 'POST').length;
  const discovery = sure.filter(isDiscovery).length;
  return { lists: sure.length - reviews - discovery, reviews, discovery, conditional: requests.length - sure.length };
};

/** Whether the role that is printed lets its holder list Secrets: then it lets them read values too, by another client. */
export const readsSecrets = (requests: readonly PlannedRequest[]): boolean =>
  requests.some(request => !isConditional(request) && /\/secrets(?:\?|$)/u.test(request.path));
