import { startApp } from './start-app.ts';
import { startForkedCore } from './start-core-fork.ts';

startApp({ startCore: startForkedCore, developer: true });
