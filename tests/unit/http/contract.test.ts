import { COMPONENTS, toJsonSchemas } from '../../../lib/contract/components.ts';
import { checkAnswer } from '../../support/check-answer.ts';

const KEY = { key_id: 'k1', scope: 'form', rate_per_minute: null };
const answer = (body: unknown, status = 200, type = 'application/json') => ({ status, type, body });
const problem = (type: string) => ({ type: `/problems/${type}`, title: 'No', status: 404, detail: 'none' });

/** `createCaller` checks every answer of every test so; here it is seen to refuse. */
test.each([
  ['as it should be', answer(KEY), /^$/],
  ['a member more', answer({ ...KEY, secret: 'x' }), /no Key of lib\/contract/],
  ['a member less', answer({ key_id: 'k1', scope: 'form' }), /rate_per_minute/],
  ['a word that is not of the wire', answer({ ...KEY, scope: 'all' }), /scope/],
  [
    'a status that is not of the route',
    answer(undefined, 204),
    /expected 200, 400, 401, 405, 406, 429, 500, 503/,
  ],
  ['a problem', answer(problem('unauthorized'), 401, 'application/problem+json'), /^$/],
  ['an unknown problem', answer(problem('x'), 404, 'application/problem+json'), /undefined of \/problems\/x/],
  ['a problem of another status', answer(problem('no-model'), 404, 'application/problem+json'), /503/],
])('an answer: %s', (_name, given, expected) => {
  let message = '';
  try {
    checkAnswer('GET', '/key', given);
  } catch (error) {
    message = (error as Error).message;
  }
  expect(message).toMatch(expected);
});

test('every schema of the contract is a component of its own, and says nothing of how zod checks numbers and times', () => {
  const schemas = toJsonSchemas();
  expect(Object.keys(schemas)).toEqual(Object.keys(COMPONENTS));
  const text = JSON.stringify(schemas);
  expect(text).not.toMatch(/9007199254740991|\$schema|\$id|\$defs/);
  expect(schemas.Prediction).toMatchObject({
    required: expect.arrayContaining(['prediction_id', 'status', 'urls']),
    additionalProperties: false,
    properties: {
      created_at: { type: 'string', format: 'date-time' },
      status: { enum: ['queued', 'succeeded', 'failed', 'canceled'] },
      webhook: { $ref: '#/components/schemas/Webhook' },
    },
  });
});
