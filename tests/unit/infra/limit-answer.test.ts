import { limitAnswer } from '../../../infra/local/limit-answer.ts';

/** An answer whose JSON has exactly so many bytes. */
function answerOf(bytes: number) {
  const empty = { statusCode: 200, headers: {}, body: '', isBase64Encoded: false };
  return { ...empty, body: 'x'.repeat(bytes - JSON.stringify(empty).length) };
}

test('what Lambda hands over goes through, a byte more does not', () => {
  const told: string[] = [];
  const fits = answerOf(6_291_556);
  expect(limitAnswer(fits, (why) => told.push(why))).toBe(fits);
  expect(limitAnswer(answerOf(6_291_557), (why) => told.push(why))).toEqual({
    statusCode: 500,
    headers: { 'content-type': 'application/json' },
    body: '{"message":"Internal Server Error"}',
  });
  expect(told).toEqual(['Response payload size exceeded maximum allowed payload size (6291556 bytes).']);
});

test('headers that API Gateway does not send', () => {
  const told: string[] = [];
  const answer = { statusCode: 200, headers: { link: 'x'.repeat(10_240) }, body: '' };
  expect(limitAnswer(answer, (why) => told.push(why)).statusCode).toBe(500);
  expect(told).toEqual(['the headers take 10248 bytes, and API Gateway sends at most 10240']);
});
