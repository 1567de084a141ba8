import type { ApiRoute } from './api-route.ts';
import { PREDICTION_ROUTES } from './routes/predictions.ts';
import { SERVICE_ROUTES } from './routes/service.ts';

/** Every route of the API. */
export const API_ROUTES: readonly ApiRoute[] = [...SERVICE_ROUTES, ...PREDICTION_ROUTES];
