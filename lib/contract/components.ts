import * as z from 'zod/mini';
import { BatchAccepted, BatchEvent, BatchScored, BatchState } from './batch.ts';
import { Job, JobAccepted, JobEvent, JobUpload } from './job.ts';
import { ConversionRequest, Conversions, Lead, LeadJsonSchema, Leads } from './lead.ts';
import { Alias, AliasMoved, Model, Models, ModelVersion } from './model.ts';
import {
  BatchMember,
  Prediction,
  PredictionEvent,
  PredictionPage,
  PredictionResult,
  Receipt,
} from './prediction.ts';
import { Problem } from './problem.ts';
import { AliasMove, JobRequest, JobStart } from './requests.ts';
import { Health, Key, Welcome } from './service.ts';
import { PromotionFinding, Training, TrainingPage, TrainingStep } from './training.ts';
import { TrainingRequest } from './training-request.ts';
import { Webhook } from './webhook.ts';

/** Every request, answer and event by its name in OpenAPI; a schema that holds another refers to it by this name. */
export const COMPONENTS = {
  Lead,
  Leads,
  LeadJsonSchema,
  PredictionResult,
  Receipt,
  Prediction,
  PredictionPage,
  BatchAccepted,
  BatchMember,
  BatchScored,
  BatchState,
  ConversionRequest,
  Conversions,
  JobRequest,
  JobStart,
  JobAccepted,
  JobUpload,
  Job,
  Webhook,
  PredictionEvent,
  BatchEvent,
  JobEvent,
  TrainingRequest,
  TrainingStep,
  Training,
  TrainingPage,
  PromotionFinding,
  Models,
  ModelVersion,
  Model,
  Alias,
  AliasMove,
  AliasMoved,
  Key,
  Welcome,
  Health,
  Problem,
} as const satisfies Record<string, z.ZodMiniType>;
export type ComponentName = keyof typeof COMPONENTS;

export type JsonSchema = Readonly<Record<string, unknown>>;

/** Components as JSON Schemas (2020-12) that refer to one another as OpenAPI's do. */
export function toJsonSchemas(
  components: Readonly<Record<string, z.ZodMiniType>> = COMPONENTS,
): Readonly<Record<string, JsonSchema>> {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(components)) registry.add(schema, { id });
  const { schemas } = z.toJSONSchema(registry, {
    io: 'input',
    uri: (id) => `#/components/schemas/${id}`,
    override({ jsonSchema }) {
      // What zod adds to every number and time says nothing to a reader.
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
      if (jsonSchema.format === 'date-time') delete jsonSchema.pattern;
      delete jsonSchema.propertyNames;
    },
  });
  return Object.fromEntries(
    Object.entries(schemas).map(([name, { $schema, $id, ...schema }]) => [name, schema]),
  );
}
