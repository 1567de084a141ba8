import type { LeadState } from '../../lib/client/index.ts';
import { summarisePrediction } from '../predictions/prediction-summary.ts';

const TRENDS: Readonly<Record<LeadState['trend'], string>> = {
  rising: 'rising',
  steady: 'steady',
  falling: 'falling',
  not_enough: 'not known yet: it takes two results of one model',
};

/** What is known about a lead, for reading. */
export function summariseLead({ reference, latest, trend, change }: LeadState): string[] {
  if (latest === null) return [`Lead        ${reference}`, 'Score       none yet'];
  const moved =
    change === null || change.from.score === change.to.score
      ? ''
      : `, from ${change.from.score} to ${change.to.score}: scorelane explain-change ${quote(reference)}`;
  return [...summarisePrediction(latest), `Trend       ${TRENDS[trend]}${moved}`];
}

/** As a shell takes it. */
const quote = (text: string): string =>
  /^[\w.:@%+=,/-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
