export const DAY_MS = 86_400_000;

/** Until when something is kept that was accepted then. @param days of the setting RECORD_TTL_DAYS */
export const keepUntil = (acceptedAt: Date, days: number): Date =>
  new Date(acceptedAt.getTime() + days * DAY_MS);
