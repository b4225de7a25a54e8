import { startApp } from './start-app.ts';
import { startUtilityCore } from './start-core-utility.ts';

startApp({ startCore: startUtilityCore, developer: false });
