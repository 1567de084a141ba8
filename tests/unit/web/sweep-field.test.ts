import { compileModel } from '../../../lib/model/compile-model.ts';
import { sweepField } from '../../../web/src/score/sweep-field.ts';
import { EXAMPLE_LEAD, exampleArtifact } from '../../support/example-model.ts';

const model = compileModel(exampleArtifact());
type Swept = Parameters<typeof sweepField>[1];
const fields = model.artifact.schema.fields.filter((one): one is Swept => one.type !== 'date');
const field = (name: string): Swept => fields.find((one) => one.name === name)!;

test.each(fields.map(({ name }) => name))('what %s would do is what the scorer says of it', (name) => {
  const swept = sweepField(model, field(name), EXAMPLE_LEAD);
  expect(swept.length).toBeGreaterThan(1);
  for (const { value, probability } of swept)
    expect(probability).toBe(model.score({ ...EXAMPLE_LEAD, [name]: value }).probability);
  // The lead's own value is among them.
  const own = model.score(EXAMPLE_LEAD).probability;
  expect(swept.map(({ probability }) => probability)).toContain(own);
});

test('a number beyond the usual range widens it', () => {
  const swept = sweepField(model, field('visits'), { ...EXAMPLE_LEAD, visits: 1000 });
  const known = swept.filter(({ value }) => value !== null);
  expect(known.at(-1)!.value).toBe(1000);
  expect(known.map(({ at }) => at)).toEqual([...known.map(({ at }) => at)].sort((a, b) => a - b));
});

test('what must be given has no point for not given', () => {
  const values = sweepField(model, { ...field('visits'), required: true }, EXAMPLE_LEAD).map(
    ({ value }) => value,
  );
  expect(values).not.toContain(null);
});
