import type { LeadState } from '../../lib/client/index.ts';
import { formatCount } from '../../lib/format-figures.ts';
import { summarisePrediction } from '../predictions/prediction-summary.ts';
import { formatTime } from '../terminal/format.ts';

const TRENDS: Readonly<Record<LeadState['trend'], string>> = {
  rising: 'rising',
  steady: 'steady',
  falling: 'falling',
  not_enough: 'not known yet: it takes two results of one model',
};

/** Predictions expire long before outcomes do, so that the lead may have been scored. */
const NO_SCORE = 'Score       none is kept: the lead was not scored, or its predictions have expired';

/** What is known about a lead, for reading. */
export function summariseLead({ reference, latest, trend, change, outcome }: LeadState): string[] {
  const became = describeOutcome(outcome);
  if (latest === null) return [`Lead        ${reference}`, NO_SCORE, ...became];
  const moved =
    change === null || change.from.score === change.to.score
      ? ''
      : `, from ${change.from.score} to ${change.to.score}: scorelane explain-change ${quote(reference)}`;
  return [...summarisePrediction(latest), `Trend       ${TRENDS[trend]}${moved}`, ...became];
}

/** What became of the lead, in a line. @param reported undefined: the API is of an earlier release and knows no outcomes */
function describeOutcome(reported: LeadState['outcome'] | undefined): string[] {
  if (reported === undefined) return [];
  const { outcome, occurred_at: at, value, events } = reported;
  const contacted = events.find((event) => event.outcome === 'contacted');
  const spoken = contacted === undefined ? '' : `contacted on ${formatTime(new Date(contacted.occurred_at))}`;
  if (outcome === null || at === null) return [`Outcome     ${spoken === '' ? 'none reported yet' : spoken}`];
  const worth = value === undefined ? '' : `, worth ${formatCount(value)}`;
  return [
    `Outcome     ${outcome} on ${formatTime(new Date(at))}${worth}${spoken === '' ? '' : `; ${spoken}`}`,
  ];
}

/** As a shell takes it. */
const quote = (text: string): string =>
  /^[\w.:@%+=,/-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
