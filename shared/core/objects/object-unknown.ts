import type { ObjectKey } from '#contract/kube';
import { problem, type Problem } from '#contract/problem';

export const objectUnknown = (key: ObjectKey): Problem =>
  problem('object-unknown', {
    what: `This snapshot has no object ${key.slice(0, 300)}.`,
    why: 'It was not there when the snapshot was taken, or it was not read.',
  });
