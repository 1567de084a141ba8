import * as z from 'zod/mini';
import { count, say, text, textUpTo, type Wire } from './parts.ts';
import { encodingLabel, POLICY_SHAPE, SETTINGS_SHAPE } from './training-options.ts';
import { DECIMALS, FORMULAS, MOST_FILE_BYTES } from './words.ts';

/**
 * What the API is sent. The routes check bodies with these schemas, so they are apart from those of the answers, which only
 * the documentation loads.
 */
export const JobRequest = z.strictObject({
  file_name: z.exactOptional(
    say(textUpTo(255).check(z.regex(/^[^/\\\p{Cc}]+$/u)), 'what the file is called'),
  ),
  source: z.exactOptional(
    say(
      textUpTo(1100).check(z.regex(/^s3:\/\/[^/]+\/.+$/)),
      'a file in the stack’s bucket, whose key has at most 1,024 bytes; without it the file is uploaded',
      's3://bucket/crm/leads.csv',
    ),
  ),
  size: z.exactOptional(
    say(
      count.check(z.minimum(1), z.maximum(MOST_FILE_BYTES)),
      'bytes of the file that is uploaded: the address takes so many and no others',
    ),
  ),
  encoding: z.exactOptional(
    say(encodingLabel, 'how the text is encoded, by its WHATWG label; found out without it', 'windows-1252'),
  ),
  decimal: z.exactOptional(z.enum(DECIMALS)),
  reasons: z.exactOptional(count.check(z.maximum(3))),
  reference: z.exactOptional(
    say(
      text.check(z.minLength(1), z.maxLength(255)),
      'the column that holds the caller’s own id of each lead; rows without one, or with one that is longer than 128 characters, are set aside',
      'lead_id',
    ),
  ),
  formulas: z.exactOptional(
    say(
      z.enum(FORMULAS),
      'of CSV: whether cells that a spreadsheet would run as formulas get an apostrophe (the default), or stay as they are',
    ),
  ),
});
export type JobRequest = Wire<typeof JobRequest>;

export const JobStart = z.strictObject({
  parts: z.exactOptional(
    say(
      z.array(z.strictObject({ number: z.int().check(z.minimum(1)), etag: text })),
      'after an upload in parts: all of them, in order',
    ),
  ),
});
export type JobStart = Wire<typeof JobStart>;

export const WebhookTest = z.strictObject({
  url: say(text, 'an address as `?webhook=` takes it', 'https://crm.example.com/scored'),
});
export type WebhookTest = Wire<typeof WebhookTest>;

export const AliasMove = z.strictObject({
  version: text.check(z.regex(/^v[1-9]\d{0,8}$/)),
  why: z.exactOptional(say(textUpTo(500), 'for the history')),
});
export type AliasMove = Wire<typeof AliasMove>;

export const TrainingRequest = z.strictObject({
  model: z.exactOptional(
    say(text.check(z.regex(/^[a-z0-9][a-z0-9-]{0,62}$/)), 'its name; the default model without it'),
  ),
  dataset: z.exactOptional(
    say(
      textUpTo(1100).check(z.minLength(1)),
      'a key, an address such as `s3://bucket/key`, or `latest` (the default): the newest file under `datasets/<model>/` that ends in .csv, .tsv or .txt',
      'datasets/leads/2026-11.csv',
    ),
  ),
  ...SETTINGS_SHAPE,
  policy: z.exactOptional(z.strictObject(POLICY_SHAPE)),
});
export type TrainingRequest = Wire<typeof TrainingRequest>;

const { epochs, learning_rate } = SETTINGS_SHAPE;
export const V0TrainingRequest = say(
  z.strictObject({ epochs, learning_rate }),
  'May be empty, or not be there at all.',
);
