import type { ApiRoute } from './api-route.ts';
import { BATCH_ROUTES, type BatchDeps } from './routes/batches.ts';
import { CONVERSION_ROUTES, type ConversionDeps } from './routes/conversions.ts';
import { createDocsRoutes, type DocsDeps } from './routes/docs.ts';
import { JOB_ROUTES, type JobDeps } from './routes/jobs.ts';
import { LEAD_ROUTES, type LeadDeps } from './routes/leads.ts';
import { LISTING_ROUTES, type ListingDeps } from './routes/listing.ts';
import { MODEL_ROUTES, type ModelDeps } from './routes/models.ts';
import { OUTCOME_ROUTES, type OutcomeDeps } from './routes/outcomes.ts';
import { PERFORMANCE_ROUTES, type PerformanceDeps } from './routes/performance.ts';
import { PREDICTION_ROUTES, type PredictionDeps } from './routes/predictions.ts';
import { SERVICE_ROUTES, type ServiceDeps } from './routes/service.ts';
import { TRAIN_ROUTES, type TrainDeps } from './routes/train.ts';
import { V0_ROUTES, type V0Deps } from './routes/v0.ts';
import { WEBHOOK_ROUTES, type WebhookDeps } from './routes/webhooks.ts';

/** What all routes need together. */
export type RouteDeps = BatchDeps &
  ConversionDeps &
  DocsDeps &
  JobDeps &
  LeadDeps &
  ListingDeps &
  ModelDeps &
  OutcomeDeps &
  PerformanceDeps &
  PredictionDeps &
  ServiceDeps &
  TrainDeps &
  WebhookDeps &
  V0Deps;

/** Every route of the API. */
export const API_ROUTES: readonly ApiRoute<RouteDeps>[] = [
  ...SERVICE_ROUTES,
  ...createDocsRoutes(() => API_ROUTES),
  ...PREDICTION_ROUTES,
  ...BATCH_ROUTES,
  ...CONVERSION_ROUTES,
  ...V0_ROUTES,
  ...JOB_ROUTES,
  ...TRAIN_ROUTES,
  ...LEAD_ROUTES,
  ...LISTING_ROUTES,
  ...MODEL_ROUTES,
  ...OUTCOME_ROUTES,
  ...PERFORMANCE_ROUTES,
  ...WEBHOOK_ROUTES,
];
