import { composeApi } from '../lib/runtime/compose.ts';

/** Every HTTP route: see lib/http/routes.ts. */
export const handler = composeApi();
