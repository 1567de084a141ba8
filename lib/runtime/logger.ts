import { Logger } from '@aws-lambda-powertools/logger';

/** Structured logs. Never log an event, a body or a lead: they hold personal data. */
export const logger = new Logger({ serviceName: 'scorelane' });
