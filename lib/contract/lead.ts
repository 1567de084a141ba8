import * as z from 'zod/mini';
import { count, ModelRef, say, sha256, share, text, type Wire } from './parts.ts';
import { MOST_ERRORS, MOST_LEADS, WARNING_CODES } from './words.ts';

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
  z.strictObject({ index: say(count, 'of the lead, from 0'), ...Warning.shape }),
  'How a lead of a list is unlike those that the model learned from.',
);
export type LeadWarning = Wire<typeof LeadWarning>;

export const Conversions = z.strictObject({
  predictions: z.array(share),
  warnings: say(
    z.exactOptional(z.array(LeadWarning)),
    `only when there are any; the first ${MOST_ERRORS}, in the order of the leads`,
  ),
  warnings_total: say(z.exactOptional(count), 'how many there are; only when there are any'),
});
export type Conversions = Wire<typeof Conversions>;
