import type { Problem } from '../../contract/problem.ts';
import { PROBLEM_TEXTS } from '../../contract/problem-texts.ts';
import { PROBLEMS, type ProblemType } from '../../contract/words.ts';

export const PROBLEM_TYPES = Object.keys(PROBLEMS) as readonly ProblemType[];

/** An answer with a problem of this type. */
export function problemExample(type: ProblemType): Problem {
  const [status, title] = PROBLEMS[type];
  return { type: `/problems/${type}`, title, status, ...PROBLEM_TEXTS[type].example };
}

/** What each status of a problem is, in the document. */
const OF_STATUS: Readonly<Record<number, string>> = {
  400: 'the address, a header or the JSON of the body is wrong',
  401: 'there is no key, or it is unknown',
  403: 'the scope of the key does not cover this',
  404: 'there is no such thing',
  405: 'another method: `Allow` lists those that this address takes',
  406: 'the answer has none of the forms that `Accept` asks for',
  409: 'the state does not allow this any more, or not yet',
  410: 'it is gone for good',
  412: 'the state is another one by now',
  413: 'it is too large',
  415: 'the body is in a form that is not read',
  422: 'what was sent is not valid',
  428: 'a header must say which state is meant',
  429: 'the rate of the key is used up; `Retry-After` says for how many seconds',
  500: 'a defect of the service',
  503: 'out of order for now; `Retry-After` says for how many seconds',
};

export const describeStatus = (status: number): string =>
  OF_STATUS[status] ?? 'a problem; its `type` says which';

/** Things that types are about, by their first word; `model` is about every route that scores. */
const SUBJECTS: Readonly<Record<string, readonly string[]>> = {
  prediction: ['predict', 'predict_batch', 'leads'],
  batch: ['predict_batch', 'predict_lead_conversion', 'v0'],
  job: ['jobs'],
  file: ['jobs', 'models'],
  training: ['train'],
  lead: ['leads'],
  webhook: ['webhooks'],
  resent: ['webhooks'],
};

/**
 * The types that an answer of this status may have: those that are about another subject than the path are none of them.
 *
 * @param path such as `/jobs/:id`
 */
export function typesOf(status: number, path: string): readonly ProblemType[] {
  const [, subject = ''] = path.split('/');
  return PROBLEM_TYPES.filter((type) => {
    if (PROBLEMS[type][0] !== status) return false;
    const about = SUBJECTS[type.split('-')[0]!];
    return about === undefined || about.includes(subject);
  });
}
