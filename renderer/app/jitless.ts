import { z } from 'zod';

/* Imported before any schema: the CSP allows no eval, not even zod's probe for it, which each schema makes when it is built. */
z.config({ jitless: true });
