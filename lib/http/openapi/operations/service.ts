import { CONDITIONS, MODEL } from '../parameters.ts';
import { answers, NOT_MODIFIED, type SaidByRoute } from '../said.ts';

/** Words of the routes of the same name in `routes/`. */
export const SERVICE: SaidByRoute = {
  'GET /': answers('A welcome, with links', 'Welcome', 'welcome'),
  'GET /health': {
    summary: 'Whether store, queue and model answer',
    answers: {
      200: { schema: 'Health', is: 'well, or degraded: an earlier version serves' },
      503: { schema: 'Health', is: 'a part is out of order' },
    },
  },
  'GET /schema': {
    summary: 'JSON Schema of a lead',
    parameters: [MODEL, ...CONDITIONS],
    answers: {
      200: {
        schema: 'LeadJsonSchema',
        mediaType: ['application/schema+json', 'application/json'],
        is: 'what POST /predict accepts; as `application/json` where the client prefers it',
        headers: ['ETag'],
      },
      ...NOT_MODIFIED,
    },
    also: [412, 503],
  },
  'GET /key': answers('What the key of the request may do', 'Key', 'its scope and its rate'),
  'GET /openapi.json': {
    summary: 'This document',
    answers: { 200: { mediaType: 'application/json', is: 'OpenAPI 3.1' } },
    also: [503],
  },
  'GET /docs': {
    summary: 'This document as a page',
    answers: { 200: { mediaType: 'text/html', is: 'a page that needs no other host' } },
    also: [503],
  },
  'GET /problems/:type': {
    summary: 'What a type of problem means, and what to do',
    description: '`type` of every problem is the address of such a page. A type never changes its meaning.',
    answers: {
      200: {
        schema: 'ProblemDescription',
        mediaType: ['text/html', 'application/json'],
        is: 'a page; JSON where `Accept` asks for it',
      },
    },
  },
};
