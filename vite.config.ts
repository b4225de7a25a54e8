import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Vite marks its own files `crossorigin`; from our own origin that only asks for CORS headers that no host of ours needs to send. */
const sameOrigin: Plugin = {
  name: 'same-origin',
  enforce: 'post',
  transformIndexHtml: html => html.replaceAll(' crossorigin', ''),
};

/** Chromium 114 is the oldest that opens the page (electron-observed.md). Nothing is inlined: the CSP allows no data: fonts and no inline script. */
export default defineConfig({
  root: here('./renderer'),
  base: '/',
  plugins: [react(), sameOrigin],
  build: {
    outDir: here('./dist/renderer'),
    emptyOutDir: true,
    target: 'chrome114',
    cssTarget: 'chrome114',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    sourcemap: false,
    reportCompressedSize: false,
    chunkSizeWarningLimit: 2000,
  },
});
