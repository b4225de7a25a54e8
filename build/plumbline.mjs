#!/usr/bin/env node
// The installed command (package.json `bin`): the launcher with the `cli` script chosen.
process.argv.splice(2, 0, 'cli');
await import('./launch.mjs');
