import { CONVERSIONS } from './operations/conversions.ts';
import { JOBS } from './operations/jobs.ts';
import { LEADS } from './operations/leads.ts';
import { MODELS } from './operations/models.ts';
import { OUTCOMES } from './operations/outcomes.ts';
import { PREDICTIONS } from './operations/predictions.ts';
import { SERVICE } from './operations/service.ts';
import { TRAININGS } from './operations/trainings.ts';
import { WEBHOOKS } from './operations/webhooks.ts';
import type { SaidByRoute } from './said.ts';

/** What the document says of every route, by method and path. */
export const SAID: SaidByRoute = {
  ...SERVICE,
  ...PREDICTIONS,
  ...CONVERSIONS,
  ...JOBS,
  ...TRAININGS,
  ...LEADS,
  ...MODELS,
  ...OUTCOMES,
  ...WEBHOOKS,
};
