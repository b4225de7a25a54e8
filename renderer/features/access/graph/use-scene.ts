import { keepPreviousData, useQuery, type UseQueryResult } from '@tanstack/react-query';
import { useMemo } from 'react';
import { pinned } from './aside.ts';
import { askLayout } from './ask-layout.ts';
import type { LayoutAsk } from './layout.ts';
import type { Point, Scene } from './scene.ts';

export interface Laid {
  readonly scene: Scene | undefined;
  readonly asked: UseQueryResult<Scene>;
}

/** The scene of what is to be drawn; the one before stays until the worker has answered. */
export const useScene = (ask: LayoutAsk, pins: ReadonlyMap<string, Point>): Laid => {
  const asked = useQuery<Scene, Error>({
    queryKey: ['layout', ask],
    queryFn: () => askLayout(ask),
    placeholderData: keepPreviousData,
    staleTime: Infinity,
    gcTime: 60_000,
    retry: false,
  });
  const scene = useMemo(() => (asked.data === undefined ? undefined : pinned(asked.data, pins)), [asked.data, pins]);
  return { scene, asked };
};
