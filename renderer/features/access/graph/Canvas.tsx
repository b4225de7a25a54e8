import {
  type KeyboardEvent,
  type ReactElement,
  type Ref,
  useEffect,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { useStable } from '#renderer/ui/use-stable.ts';
import type { Look, Theme } from './look.ts';
import { boxTowards, type Direction, inReadingOrder } from './near.ts';
import type { Scene } from './scene.ts';
import type { Eye, View, ViewEvents } from './view.ts';

/** With more boxes than this a picture of the drawing moves in its place. */
const manyBoxes = 110;

export interface CanvasHandle {
  readonly fit: () => void;
  readonly zoomBy: (factor: number) => void;
  readonly png: () => Promise<Blob | null>;
  readonly focus: () => void;
}

interface Props {
  readonly scene: Scene;
  readonly look: Look;
  readonly theme: Theme;
  readonly eye: Eye | null;
  readonly label: string;
  /** What is told of the node under the cursor. */
  readonly told: string;
  readonly events: ViewEvents;
  readonly handle: Ref<CanvasHandle>;
}

const arrows: Readonly<Record<string, Direction>> = { ArrowUp: 'up', ArrowDown: 'down', ArrowLeft: 'left', ArrowRight: 'right' };

/* Drawing is a tenth of the program; no other page waits for it. */
const drawer = async () => import('./view.ts');

const fonts = async (): Promise<void> => {
  // A canvas draws with what is there: letters that come later would not be drawn again. jsdom has no fonts.
  const set = document.fonts as FontFaceSet | undefined;
  await Promise.all(['600 12px "JetBrains Mono Variable"', '12px "Inter Variable"'].map(async font => set?.load(font)));
};

/** The drawing itself. By keys: arrows go from box to box, Enter expands; a live region tells where one is. */
export const Canvas = ({ scene, look, theme, eye, label, told, events, handle }: Props): ReactElement => {
  const element = useRef<HTMLDivElement>(null);
  const view = useRef<View | null>(null);
  const [failed, setFailed] = useState<string | null>(null);
  const [opened, setOpened] = useState(0);
  const many = scene.boxes.length > manyBoxes;
  const onPick = useStable(events.onPick);
  const onExpand = useStable(events.onExpand);
  const onPin = useStable(events.onPin);
  const onEye = useStable(events.onEye);
  const fitted = useRef<string | null>(null);

  useEffect(() => {
    let left = false;
    const open = async (): Promise<void> => {
      try {
        const [{ openView }] = await Promise.all([drawer(), fonts()]);
        if (left || element.current === null) return;
        view.current = openView(element.current, { onPick, onExpand, onPin, onEye }, many);
        fitted.current = null;
        setOpened(count => count + 1);
      } catch (error) {
        if (!left) setFailed(error instanceof Error ? error.message : String(error));
      }
    };
    void open();
    return () => {
      left = true;
      view.current?.destroy();
      view.current = null;
    };
  }, [many, onPick, onExpand, onPin, onEye]);

  const start = look.start ?? look.end?.id ?? null;
  useLayoutEffect(() => {
    if (view.current === null || opened === 0) return;
    view.current.show(scene, look, theme);
  }, [scene, look, theme, opened]);
  useLayoutEffect(() => {
    if (view.current === null || opened === 0) return;
    const drawn = scene.boxes
      .slice(0, 3)
      .map(({ id }) => id)
      .join('\n');
    if (fitted.current === drawn) return;
    fitted.current = drawn;
    if (eye === null) view.current.fit(start);
    else view.current.lookFrom(eye);
    if (element.current !== null) element.current.dataset['drawn'] = String(scene.boxes.length);
  }, [scene, opened, eye, start]);

  const selected = look.selected?.is === 'node' ? look.selected.id : null;
  useEffect(() => {
    if (selected !== null && opened > 0) view.current?.reveal(selected);
  }, [selected, opened]);

  useImperativeHandle(handle, () => ({
    fit: () => view.current?.fit(start),
    zoomBy: factor => view.current?.zoomBy(factor),
    png: async () => view.current?.png(theme.content) ?? null,
    focus: () => element.current?.parentElement?.focus(),
  }));

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const direction = arrows[event.key];
    const order = inReadingOrder(scene.boxes);
    const next =
      direction !== undefined
        ? (boxTowards(scene.boxes, selected, direction) ?? null)
        : event.key === 'Home'
          ? order[0]
          : event.key === 'End'
            ? order.at(-1)
            : event.key === 'PageDown' || event.key === 'PageUp'
              ? order[order.findIndex(({ id }) => id === selected) + (event.key === 'PageDown' ? 1 : -1)]
              : undefined;
    if (direction === undefined && next === undefined) {
      if (event.key !== 'Enter' || selected === null) return;
      onExpand(selected);
    } else if (next !== null && next !== undefined) onPick({ is: 'node', id: next.id });
    event.preventDefault();
  };

  return (
    <div
      className="graph-canvas"
      role="application"
      aria-roledescription="graph"
      aria-label={label}
      tabIndex={0}
      onKeyDown={onKeyDown}
    >
      <div ref={element} className="graph-pixels" aria-hidden="true" />
      <p className="sr-only" aria-live="polite">
        {told}
      </p>
      {failed === null ? null : (
        <p className="graph-failed" role="status">
          This window cannot draw ({failed}). The table has the same content.
        </p>
      )}
    </div>
  );
};
