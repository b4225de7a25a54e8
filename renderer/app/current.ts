import { create } from 'zustand';
import { createJSONStorage, persist } from 'zustand/middleware';

/** The snapshot that was opened last in this window: pages that belong to none still lead back to it. */
export const useCurrent = create<{ readonly snapshot: string | null }>()(
  persist(() => ({ snapshot: null as string | null }), {
    name: 'plumbline.current',
    storage: createJSONStorage(() => sessionStorage),
  }),
);

export const setCurrent = (snapshot: string | null): void => {
  useCurrent.setState({ snapshot });
};
