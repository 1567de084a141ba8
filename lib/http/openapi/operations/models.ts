import { CONDITIONS, CURSOR, header } from '../parameters.ts';
import { answers, NOT_MODIFIED, type SaidByRoute } from '../said.ts';

/** Words of the routes of the same name in `routes/`. */
export const MODELS: SaidByRoute = {
  'GET /models': answers('The published models', 'Models', 'names and aliases', { parameters: [CURSOR] }),
  'GET /models/:name': answers('The versions of a model', 'Model', 'newest first', { parameters: [CURSOR] }),
  'GET /models/:name/versions/:version': answers('One version', 'ModelVersion', 'who, when, figures'),
  'GET /models/:name/versions/:version/files/:file': {
    summary: 'A file of a version',
    description:
      'With the scope `form`: `model.json` of a version that is or was champion, for what-if; with `predict`: every file. A file that is larger than an answer goes as gzip, where `Accept-Encoding` takes it.',
    answers: {
      200: {
        mediaType: ['application/json', 'text/html'],
        is: 'as it was published; it never changes',
      },
    },
    also: [403, 413],
  },
  'GET /models/:name/aliases/:alias': {
    summary: 'Where an alias points, and pointed',
    parameters: [CURSOR, ...CONDITIONS],
    answers: {
      200: { schema: 'Alias', is: 'newest first', headers: ['ETag', 'Link'] },
      ...NOT_MODIFIED,
    },
    also: [412],
  },
  'PUT /models/:name/aliases/:alias': {
    summary: 'Point an alias to a version',
    parameters: [
      header(
        'If-Match',
        'the ETag of `GET`, such as `"v3-7"` (v3, after 7 moves): it was not moved since; `"v3"`: it points to v3; `*`: it exists; or a list',
      ),
      header('If-None-Match', '`*`: it does not exist; ETags: it is at none of them'),
    ],
    body: 'AliasMove',
    answers: { 200: { schema: 'AliasMoved', is: 'moved', headers: ['ETag'] } },
    also: [412, 428],
  },
};
