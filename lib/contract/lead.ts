import * as z from 'zod/mini';
import { count, ModelRef, say, sha256, text, type Wire } from './parts.ts';
import { LEAD_WARNING_CODES, WARNING_CODES } from './words.ts';

export const LeadValue = z.union([text, z.number(), z.boolean(), z.null()]);
export type LeadValue = Wire<typeof LeadValue>;

/** The fields that a model takes are in its own JSON Schema; OpenAPI shows the champion's in place of this. */
export const Lead = say(z.record(text, LeadValue), 'Field → value, as `GET /schema` describes them.');
export type Lead = Wire<typeof Lead>;

/** Of GET /schema. */
export const LeadJsonSchema = say(
  z.looseObject({
    'x-model': ModelRef,
    'x-schema-sha256': sha256,
    'x-horizon-days': say(
      z.exactOptional(z.number()),
      'the model says how likely a lead converts within so many days; absent: at all',
    ),
  }),
  'JSON Schema 2020-12 of a lead, and the version of the model that it is of.',
);
export type LeadJsonSchema = Wire<typeof LeadJsonSchema>;

export const Warning = say(
  z.strictObject({
    field: text,
    code: z.enum(WARNING_CODES),
    message: say(
      text,
      'in a sentence',
      '“Deutschland” does not appear in the training data: scored as “other”',
    ),
  }),
  'How a lead is unlike those that the model learned from.',
);
export type Warning = Wire<typeof Warning>;

export const LeadWarning = say(
  z.strictObject({
    index: say(count, 'of the lead, from 0'),
    ...Warning.shape,
    code: z.enum(LEAD_WARNING_CODES),
  }),
  'How a lead of a list is unlike those that the model learned from, or what was left out of it.',
);
export type LeadWarning = Wire<typeof LeadWarning>;
