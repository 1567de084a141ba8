import { pathToFileURL } from 'node:url';
import type { Context } from 'aws-lambda';
import { type OfflineHttpEvent, toApiGatewayEvent } from './http-event.ts';
import { limitAnswer } from './limit-answer.ts';

/**
 * The handler that stands before the API's own one in the local stack: it gives it API Gateway's events, and refuses the
 * answers that AWS would refuse.
 */
const bundle = process.env.SCORELANE_HTTP_BUNDLE ?? '';
const { handler: apiHandler } = await import(pathToFileURL(bundle).href);

export const handler = async (event: OfflineHttpEvent, context: Context): Promise<unknown> =>
  limitAnswer(await apiHandler(toApiGatewayEvent(event), context), console.error);
