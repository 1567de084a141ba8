import * as z from 'zod/mini';
import { ModelRef, say, sha256, share, text, type Wire } from './parts.ts';
import { MOST_LEADS } from './words.ts';

export const LeadValue = z.union([text, z.number(), z.boolean(), z.null()]);
export type LeadValue = Wire<typeof LeadValue>;

/** The fields that a model takes are in its own JSON Schema; OpenAPI shows the champion's in place of this. */
export const Lead = say(z.record(text, LeadValue), 'Field → value, as `GET /schema` describes them.');
export type Lead = Wire<typeof Lead>;

export const Leads = z.array(Lead).check(z.minLength(1), z.maxLength(MOST_LEADS));

/** Of GET /schema. */
export const LeadJsonSchema = say(
  z.looseObject({ 'x-model': ModelRef, 'x-schema-sha256': sha256 }),
  'JSON Schema 2020-12 of a lead, and the version of the model that it is of.',
);
export type LeadJsonSchema = Wire<typeof LeadJsonSchema>;

export const ConversionRequest = z.strictObject({
  model_name: z.exactOptional(text),
  input_data: say(z.union([Lead, z.array(Lead), text]), 'a lead, a list of leads, or JSON text of either'),
});

export const Conversions = z.strictObject({ predictions: z.array(share) });
export type Conversions = Wire<typeof Conversions>;
