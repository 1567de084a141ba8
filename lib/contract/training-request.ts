import * as z from 'zod/mini';
import { say, text, type Wire } from './parts.ts';
import { POLICY_SHAPE, SETTINGS_SHAPE } from './training-options.ts';

/** Apart from the other requests: its options are those of policy files and of `scorelane train`, too. */
export const TrainingRequest = z.strictObject({
  model: z.exactOptional(
    say(text.check(z.regex(/^[a-z0-9][a-z0-9-]{0,62}$/)), 'its name; the default model without it'),
  ),
  dataset: z.exactOptional(
    say(
      text.check(z.minLength(1), z.maxLength(1100)),
      'a key, an address such as `s3://bucket/key`, or `latest` (the default): the newest file under `datasets/<model>/` that ends in .csv, .tsv or .txt',
      'datasets/leads/2026-11.csv',
    ),
  ),
  ...SETTINGS_SHAPE,
  policy: z.exactOptional(z.strictObject(POLICY_SHAPE)),
});
export type TrainingRequest = Wire<typeof TrainingRequest>;

/** What the members that only a request has expect, for messages. */
export const EXPECTED_OF_TRAINING = {
  model: 'expected a name of lower-case letters, digits and hyphens (at most 63)',
  dataset:
    'expected a key such as "datasets/leads/2026.csv", an address such as "s3://bucket/key", or "latest"',
  policy: 'expected an object of minimum_new_rows, minimum_new_conversions, promotion, standard_errors',
} as const;
