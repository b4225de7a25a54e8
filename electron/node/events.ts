import type { CoreEvent } from '#contract/events';
import type { Events } from '#core/services';

export const createEvents = (): Events => {
  const listeners = new Set<(event: CoreEvent) => void>();
  return {
    emit: event => {
      for (const listener of listeners) listener(event);
    },
    subscribe: listener => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
};
