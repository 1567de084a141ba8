import { validateLeads } from '../../../lib/lead/validate-leads.ts';
import { EXAMPLE_LEAD, exampleArtifact } from '../../support/example-model.ts';

const { schema } = exampleArtifact();

test('the good ones, and what is wrong with the others, by their places', () => {
  const { good, errors } = validateLeads(schema, [
    EXAMPLE_LEAD,
    { source: 'web', visit: 1 },
    7,
    EXAMPLE_LEAD,
  ]);
  expect(good.map(({ index }) => index)).toEqual([0, 3]);
  expect(errors).toEqual([
    { index: 1, field: 'visit', message: 'unknown field; did you mean "visits"?' },
    { index: 2, field: '', message: 'expected a lead as a JSON object, got the number 7' },
  ]);
});

test('every unknown field is counted; the first ones are explained', () => {
  const leads = Array(1000).fill({ source: 'web', visit: 1, sorce: 'x' });
  const { good, errors } = validateLeads(schema, leads);
  expect([good.length, errors.length]).toEqual([0, 2000]);
  expect(errors[99]!.message).toBe('unknown field; did you mean "source"?');
  expect(errors.at(-1)).toEqual({ index: 999, field: 'sorce', message: 'unknown field' });
});

test('a list of leads that was made to be looked up for long is done soon', () => {
  const fields = Array.from({ length: 500 }, (_, i) => {
    return { name: `${'a'.repeat(90)}${i}`, type: 'boolean', required: false } as const;
  });
  const lead = Object.fromEntries(Array.from({ length: 10 }, (_, i) => [`${'b'.repeat(91)}${i}`, 1]));
  const { errors } = validateLeads({ fields, missing_words: [] }, Array(1000).fill(lead));
  expect(errors).toHaveLength(10_000);
});
