import { compileModel } from '../../../lib/model/compile-model.ts';
import { sweepField } from '../../../web/src/score/sweep-field.ts';
import { EXAMPLE_LEAD, exampleArtifact, exampleTreesArtifact } from '../../support/example-model.ts';

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

test('the steps of trees are upright, and what they cost is bounded', () => {
  const trees = compileModel(exampleTreesArtifact());
  let scores = 0;
  const counted = {
    ...trees,
    probabilityOf: (lead: Parameters<typeof trees.probabilityOf>[0]) => {
      scores += 1;
      return trees.probabilityOf(lead);
    },
  };
  const known = sweepField(counted, field('visits'), EXAMPLE_LEAD).filter(({ value }) => value !== null);
  const steps = known.flatMap((point, i) => {
    const before = known[i - 1];
    return before === undefined || before.probability === point.probability ? [] : [[before.at, point.at]];
  });
  // The thresholds of visits, to a hundredth of the 20 visits that are shown.
  expect(steps.flatMap(([low, high]) => [4.5, 9.5].filter((at) => low! <= at && at <= high!))).toEqual([
    4.5, 9.5,
  ]);
  for (const [low, high] of steps) expect(high! - low!).toBeLessThan(0.02);
  expect(known.map(({ at }) => at)).toEqual(known.map(({ at }) => at).toSorted((a, b) => a - b));
  expect(scores).toBeLessThan(80);
  scores = 0;
  sweepField(
    {
      ...counted,
      probabilityOf: (lead) => counted.probabilityOf(lead) * Math.abs(Math.sin(1000 * Number(lead.visits))),
    },
    field('visits'),
    EXAMPLE_LEAD,
  );
  expect(scores).toBeLessThanOrEqual(62 + 61 * 5 + 1);
});
