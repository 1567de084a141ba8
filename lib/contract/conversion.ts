import * as z from 'zod/mini';
import { LeadValue } from './lead.ts';
import { say, share, text, type Wire } from './parts.ts';
import { leadWarnings } from './tell-warnings.ts';

const cell = z.union([LeadValue, z.array(LeadValue), z.record(text, LeadValue)]);
/** `readAnyLeads` of lib/http reads it. */
const AnyLeads = z.union([z.record(text, z.union([cell, z.array(z.array(LeadValue))])), z.array(cell), text]);

export const ConversionRequest = z.strictObject({
  model_name: z.exactOptional(
    say(text, 'a model, also as the name of a file: `leads.pkl`; the default model without it', 'leads'),
  ),
  input_data: say(
    AnyLeads,
    'a lead, a list of leads, or a table as pandas writes it: `to_dict()` and `to_dict("list")`, `to_json()` with `orient` columns, records, split, index or values (in the order of the model’s fields); or JSON text of any of them, in which `NaN` is missing',
    [{ source: 'referral', visits: 9 }],
  ),
});

export const V0Leads = say(
  AnyLeads,
  'What `input_data` of POST /predict_lead_conversion may be; also as the only member of an object, under `leads`, `records`, `data`, `inputs`, `instances`, `input_data`, `dataframe_records` or `dataframe_split`.',
);

export const Conversions = z.strictObject({ predictions: z.array(share), ...leadWarnings });
export type Conversions = Wire<typeof Conversions>;

export const V0Prediction = z.strictObject({
  prediction: say(share, 'the probability that the lead converts', 0.75),
  model_version: say(text, 'that it comes from', 'v1'),
  ...leadWarnings,
});
export type V0Prediction = Wire<typeof V0Prediction>;

export const V0Predictions = z.strictObject({
  predictions: say(z.array(share), 'one probability per lead, in order'),
  model_version: say(text, 'that they come from', 'v1'),
  ...leadWarnings,
});
export type V0Predictions = Wire<typeof V0Predictions>;
