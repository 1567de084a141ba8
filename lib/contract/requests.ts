import * as z from 'zod/mini';
import { count, say, text, type Wire } from './parts.ts';
import { DECIMALS, ENCODINGS, FORMULAS, MOST_FILE_BYTES } from './words.ts';

/**
 * What the API is sent. The routes check bodies with these schemas, so they are apart from those of the answers, which only
 * the documentation loads.
 */
export const JobRequest = z.strictObject({
  file_name: z.exactOptional(
    say(text.check(z.maxLength(255), z.regex(/^[^/\\\p{Cc}]+$/u)), 'what the file is called'),
  ),
  source: z.exactOptional(
    say(
      text.check(z.regex(/^s3:\/\/[^/]+\/.+$/), z.maxLength(1100)),
      'a file in the stack’s bucket; without it the file is uploaded',
      's3://bucket/crm/leads.csv',
    ),
  ),
  size: z.exactOptional(
    say(
      count.check(z.minimum(1), z.maximum(MOST_FILE_BYTES)),
      'bytes of the file that is uploaded: the address takes so many and no others',
    ),
  ),
  encoding: z.exactOptional(z.enum(ENCODINGS)),
  decimal: z.exactOptional(z.enum(DECIMALS)),
  reasons: z.exactOptional(count.check(z.maximum(3))),
  formulas: z.exactOptional(
    say(
      z.enum(FORMULAS),
      'of CSV: whether cells that a spreadsheet would run as formulas get an apostrophe (the default), or stay as they are',
    ),
  ),
});
export type JobRequest = Wire<typeof JobRequest>;

/** What each member of a {@link JobRequest} expects, for messages. */
export const EXPECTED_OF_JOB: Readonly<Record<keyof JobRequest, string>> = {
  file_name: 'expected a name of 1 to 255 characters without slashes, such as "leads.csv"',
  source: 'expected an address such as "s3://bucket/folder/leads.csv"',
  size: `expected the number of bytes, a whole number from 1 to ${MOST_FILE_BYTES.toLocaleString('en-US')} (1.8 TB); split a larger file up`,
  encoding: 'expected "utf-8" or "latin1"',
  decimal: 'expected "." or ","',
  reasons: 'expected 0, 1, 2 or 3',
  formulas: 'expected "escape" or "keep"',
};

export const JobStart = z.strictObject({
  parts: z.exactOptional(
    say(
      z.array(z.strictObject({ number: z.int().check(z.minimum(1)), etag: text })),
      'after an upload in parts: all of them, in order',
    ),
  ),
});
export type JobStart = Wire<typeof JobStart>;

export const AliasMove = z.object({
  version: text.check(z.regex(/^v[1-9]\d{0,8}$/)),
  why: z.exactOptional(say(text.check(z.maxLength(500)), 'for the history')),
});
export type AliasMove = Wire<typeof AliasMove>;
