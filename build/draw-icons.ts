import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { root } from './paths.ts';

/**
 * Draws the app's icons from build/resources/icon.svg, in all sizes that the platforms ask for. Run by hand where the drawing
 * changed (`node build/draw-icons.ts`): it needs a Chromium (PLUMBLINE_CHROMIUM, else Debian's).
 */
const sizes = [16, 24, 32, 48, 64, 128, 256, 512, 1024] as const;
const folder = join(root, 'build/resources');

const draw = async (): Promise<ReadonlyMap<number, Buffer>> => {
  const browser = await chromium.launch({
    executablePath: process.env['PLUMBLINE_CHROMIUM'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu'],
  });
  const page = await browser.newPage();
  const drawn = new Map<number, Buffer>();
  const source = `data:image/svg+xml;base64,${readFileSync(join(folder, 'icon.svg')).toString('base64')}`;
  for (const size of sizes) {
    await page.setViewportSize({ width: size, height: size });
    await page.setContent(`<style>*{margin:0}img{display:block;width:${size}px;height:${size}px}</style><img src="${source}">`);
    await page.waitForFunction('document.images[0]?.complete === true');
    drawn.set(size, await page.screenshot({ omitBackground: true, clip: { x: 0, y: 0, width: size, height: size } }));
  }
  await browser.close();
  return drawn;
};

const uint32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
};

/** Apple's container: a type of four letters, a length, a PNG. */
const icns = (drawn: ReadonlyMap<number, Buffer>): Buffer => {
  const types = { icp4: 16, icp5: 32, icp6: 64, ic07: 128, ic08: 256, ic09: 512, ic10: 1024 } as const;
  const parts = Object.entries(types).flatMap(([type, size]) => {
    const png = drawn.get(size) ?? Buffer.alloc(0);
    return [Buffer.from(type), uint32(png.length + 8), png];
  });
  const body = Buffer.concat(parts);
  return Buffer.concat([Buffer.from('icns'), uint32(body.length + 8), body]);
};

/** Windows' container: a directory of PNGs up to 256. */
const ico = (drawn: ReadonlyMap<number, Buffer>): Buffer => {
  const images = [16, 24, 32, 48, 64, 128, 256].map(size => ({ size, png: drawn.get(size) ?? Buffer.alloc(0) }));
  const head = Buffer.alloc(6 + images.length * 16);
  head.writeUInt16LE(1, 2);
  head.writeUInt16LE(images.length, 4);
  let offset = head.length;
  for (const [index, { size, png }] of images.entries()) {
    const at = 6 + index * 16;
    head.writeUInt8(size % 256, at);
    head.writeUInt8(size % 256, at + 1);
    head.writeUInt16LE(1, at + 4);
    head.writeUInt16LE(32, at + 6);
    head.writeUInt32LE(png.length, at + 8);
    head.writeUInt32LE(offset, at + 12);
    offset += png.length;
  }
  return Buffer.concat([head, ...images.map(({ png }) => png)]);
};

const drawn = await draw();
for (const [size, png] of drawn) writeFileSync(join(folder, 'icons', `${size}x${size}.png`), png);
writeFileSync(join(folder, 'icon.icns'), icns(drawn));
writeFileSync(join(folder, 'icon.ico'), ico(drawn));
