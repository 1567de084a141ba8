import { composeApi } from '../lib/runtime/compose-api.ts';
import { forApi } from '../lib/worlds/aws.ts';

/** Every HTTP route: see lib/http/routes.ts. */
export const handler = composeApi(forApi);
