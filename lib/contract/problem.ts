import * as z from 'zod/mini';
import { count, errorsTotal, httpStatus, say, text, type Wire } from './parts.ts';

/** What is wrong with a field of a lead of a list. */
export const BatchItemError = z.strictObject({ index: count, field: text, message: text });
export type BatchItemError = Wire<typeof BatchItemError>;

export const Problem = say(
  z.strictObject({
    type: say(text, 'which problem it is', '/problems/invalid-lead'),
    title: text,
    status: httpStatus,
    detail: text,
    errors: say(
      z.exactOptional(z.array(z.strictObject({ index: z.exactOptional(count), field: text, message: text }))),
      'one for each invalid field; of a list of leads, with the place of the lead',
    ),
    errors_total: errorsTotal,
    prediction_id: say(
      z.exactOptional(text),
      'the lead is stored under this id although the answer is an error; ask for it later',
    ),
    batch_id: z.exactOptional(text),
    job_id: z.exactOptional(text),
    training_id: z.exactOptional(text),
  }),
  'Problem details, RFC 9457; `type` never changes its meaning.',
);
export type Problem = Wire<typeof Problem>;

/** Of GET /problems/{type}. */
export const ProblemDescription = say(
  z.strictObject({
    type: say(text, 'as it stands in a problem', '/problems/invalid-lead'),
    title: text,
    status: httpStatus,
    means: say(text, 'what has happened'),
    remedy: say(text, 'what the client does about it'),
  }),
  'What a type of problem means, which never changes.',
);
export type ProblemDescription = Wire<typeof ProblemDescription>;
