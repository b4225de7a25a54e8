import { describe, expect, test } from 'vitest';
import { besides, placeFor, type Rectangle, type WindowPlace } from './window-place.ts';

const screen: Rectangle = { x: 0, y: 0, width: 1920, height: 1080 };
const right: Rectangle = { x: 1920, y: 0, width: 1280, height: 1024 };
const at = (x: number, y: number, width = 1440, height = 900): WindowPlace => ({
  x,
  y,
  width,
  height,
  maximised: false,
  zoom: 0,
});

const check = (kept: WindowPlace | null, areas: readonly Rectangle[], expected: readonly number[]): void => {
  const { x, y, width, height } = placeFor(kept, areas);
  expect([x, y, width, height]).toEqual(expected);
};

describe('where a window opens', () => {
  test.each([
    ['the first time, in the middle', null, [screen], [240, 90, 1440, 900]],
    ['as it was', at(100, 50), [screen], [100, 50, 1440, 900]],
    ['on the second screen', at(2000, 60, 1100, 700), [screen, right], [2000, 60, 1100, 700]],
    ['the second screen is gone', at(2000, 60, 1100, 700), [screen], [410, 190, 1100, 700]],
    ['far off', at(-9000, 9000), [screen], [240, 90, 1440, 900]],
    ['its title bar above the screen', at(100, -300), [screen], [240, 90, 1440, 900]],
    ['a corner that can still be held', at(1790, 1000), [screen], [1790, 1000, 1440, 900]],
    ['larger than the screen', at(0, 0, 5000, 4000), [screen], [0, 0, 1920, 1080]],
    ['smaller than is usable', at(10, 10, 200, 100), [screen], [10, 10, 1024, 640]],
    ['a screen smaller than is usable', at(0, 0), [{ x: 0, y: 0, width: 800, height: 600 }], [0, 0, 800, 600]],
    ['no screen at all', at(5, 5), [], [5, 5, 1440, 900]],
  ] as const)('%s', (_, kept, areas, expected) => check(kept, areas, expected));

  test('keeps zoom and maximised', () =>
    expect(placeFor({ ...at(-9000, 0), maximised: true, zoom: 1.5 }, [screen])).toMatchObject({ maximised: true, zoom: 1.5 }));

  test('a further window stands beside, and is not maximised', () =>
    expect(besides({ ...at(100, 50), maximised: true }, [screen])).toMatchObject({ x: 128, y: 78, maximised: false }));
});
