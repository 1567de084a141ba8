import { MOST_OUTCOMES } from '../../../contract/words.ts';
import { query } from '../parameters.ts';
import { answers, type SaidByRoute } from '../said.ts';

const MOST = MOST_OUTCOMES.toLocaleString('en-US');

/** Words of the routes of the same name in `routes/`, and of performance. */
export const OUTCOMES: SaidByRoute = {
  'POST /outcomes': answers(
    'Say what became of leads',
    'OutcomesRecorded',
    'kept; the same events again change nothing',
    {
      body: 'OutcomeSubmission',
      description: `One event, or up to ${MOST} of them, in any order and as often as you like: of several outcomes of a lead the one with the latest \`occurred_at\` holds; at the same time \`open\` before \`lost\` before \`converted\`, then the larger value. \`open\` takes an outcome back. If any event is invalid, all that is wrong is reported and nothing is kept. Outcomes of leads that were never scored are kept with their reference.`,
    },
  ),
  'POST /scored_leads': answers(
    'Add leads that were scored before',
    'ScoredLeadsAdded',
    'kept; the same leads again change nothing',
    {
      body: 'ScoredLeads',
      also: [404],
      description: `Up to ${MOST} leads that another system, or this one before it knew references, has scored: with their outcomes they are measured like all others. Of a lead and a version the earliest score counts.`,
    },
  ),
  'GET /models/:name/performance': answers(
    'What the scores were worth',
    'Performance',
    'figures with their intervals, from the leads that were scored with a reference',
    {
      description:
        'Measured on leads that had time to convert, each once, as it was first scored. Before outcomes exist, `estimate` says what calibrated probabilities alone promise.',
      parameters: [
        query('version', 'only leads that this version scored, such as `v3`; of all versions without it'),
        query('from', 'leads that were scored from then on, such as 2026-01-31 or a time with an offset', {
          type: 'string',
        }),
        query('to', 'leads that were scored before then; now without it', { type: 'string' }),
      ],
    },
  ),
};
