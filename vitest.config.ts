import { defineConfig } from 'vitest/config';

/** Real servers, browsers and Electron are slow to start: their suites have time and run after the quick ones. */
export default defineConfig({
  define: { PLUMBLINE_VERSION: JSON.stringify('0.0.0-test') },
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: [
            'shared/**/*.test.ts',
            'rules/**/*.test.ts',
            'electron/**/*.test.ts',
            'build/**/*.test.ts',
            'test/rules/**/*.test.ts',
            'test/carriers/**/*.test.ts',
            'test/demo/**/*.test.ts',
            'test/hardening/**/*.test.ts',
          ],
          environment: 'node',
          testTimeout: 20_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'page',
          include: ['renderer/**/*.test.ts', 'renderer/**/*.test.tsx'],
          environment: 'jsdom',
          testTimeout: 20_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'cluster',
          include: ['test/**/*.test.ts'],
          exclude: [
            'test/rules/**',
            'test/carriers/**',
            'test/demo/**',
            'test/hardening/**',
            'test/electron/**',
            'test/e2e/**',
            'test/bench/**',
            'test/first-minutes/**',
          ],
          environment: 'node',
          globalSetup: ['test/cluster/shared.ts'],
          testTimeout: 300_000,
          hookTimeout: 1_800_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['test/electron/**/*.test.ts', 'test/e2e/**/*.test.ts', 'test/first-minutes/**/*.test.ts'],
          environment: 'node',
          globalSetup: ['test/cluster/shared.ts'],
          testTimeout: 300_000,
          hookTimeout: 1_800_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
