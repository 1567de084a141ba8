import type { ApiRoute } from './api-route.ts';
import { BATCH_ROUTES } from './routes/batches.ts';
import { CONVERSION_ROUTES } from './routes/conversions.ts';
import { createDocsRoutes } from './routes/docs.ts';
import { JOB_ROUTES } from './routes/jobs.ts';
import { LISTING_ROUTES } from './routes/listing.ts';
import { MODEL_ROUTES } from './routes/models.ts';
import { PREDICTION_ROUTES } from './routes/predictions.ts';
import { SERVICE_ROUTES } from './routes/service.ts';
import { TRAIN_ROUTES } from './routes/train.ts';

/** Every route of the API. */
export const API_ROUTES: readonly ApiRoute[] = [
  ...SERVICE_ROUTES,
  ...createDocsRoutes(() => API_ROUTES),
  ...PREDICTION_ROUTES,
  ...BATCH_ROUTES,
  ...CONVERSION_ROUTES,
  ...JOB_ROUTES,
  ...TRAIN_ROUTES,
  ...LISTING_ROUTES,
  ...MODEL_ROUTES,
];
