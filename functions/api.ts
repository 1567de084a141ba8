import { composeApi } from '../lib/runtime/compose-api.ts';

/** Every HTTP route: see lib/http/routes.ts. */
export const handler = composeApi();
