import type { CanI, CanIQuery } from '#contract/rbac';
import { ok, type Result } from '#contract/result';
import type { SnapshotIndex } from '#core/evaluate/snapshot-index';
import type { Authorizer } from './authorizer.ts';
import { identityCaveats, nodeCaveat } from './caveats.ts';
import { grantOf } from './grants.ts';
import { identityOf } from './identity.ts';
import { nodeAuthorizerName, nodeAuthorizerOf } from './node-authorizer.ts';

/** Whether a subject may do one thing, by all grants of it. */
export const canI = (
  authorizer: Authorizer,
  index: SnapshotIndex,
  query: Pick<CanIQuery, 'subject' | 'access'>,
): Result<CanI> => {
  const identity = identityOf(query.subject, index);
  if (!identity.ok) return identity;
  const { requester } = identity.value;
  const decision = nodeAuthorizerOf(index).decide(requester, query.access, authorizer.decide(requester, query.access));
  const caveats = identityCaveats(index, identity.value);
  if (decision.allowed === null) return ok({ answer: 'unknown', by: [], authorizer: null, needs: [...decision.needs], caveats });
  if (!decision.allowed) return ok({ answer: 'no', by: [], authorizer: null, needs: [], caveats });
  const by = decision.grants.map(grant => grantOf(authorizer.policy, grant));
  return ok({
    answer: 'yes',
    by,
    authorizer: decision.authorizer,
    needs: [],
    caveats: decision.authorizer === nodeAuthorizerName ? [nodeCaveat] : [],
  });
};
