import type { FailedOutcome } from './prediction.ts';

/** Whether the time that a request allowed for scoring is over. @param scoreBy undefined: it allowed any */
export const isTooLate = (scoreBy: Date | undefined, now: Date): boolean =>
  scoreBy !== undefined && now > scoreBy;

/** What becomes of a lead that was not scored in the time that its request allowed. */
export const expiredAt = (completedAt: Date): FailedOutcome => ({
  status: 'failed',
  completedAt,
  failure: {
    code: 'expired',
    message:
      'the lead was not scored within the time that Scorelane-Expires-After allowed; submit it again if it still matters',
  },
});
