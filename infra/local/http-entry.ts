import { pathToFileURL } from 'node:url';
import type { Context } from 'aws-lambda';
import { type OfflineHttpEvent, toApiGatewayEvent } from './http-event.ts';

/** The handler that stands before the API's own one in the local stack, and gives it API Gateway's events. */
const bundle = process.env.SCORELANE_HTTP_BUNDLE ?? '';
const { handler: apiHandler } = await import(pathToFileURL(bundle).href);

export const handler = (event: OfflineHttpEvent, context: Context): unknown =>
  apiHandler(toApiGatewayEvent(event), context);
