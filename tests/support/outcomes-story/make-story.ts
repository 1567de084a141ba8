/**
 * make-story.ts: trains the two models of the story, scores its leads with them, and writes what `measure.py` reads. Run by hand when the
 * story changes, and then measure.py:
 *
 *     npx node tests/support/outcomes-story/make-story.ts && python tests/golden/outcomes-story/measure.py
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readChartScript } from '../../../cli/train/report-script.ts';
import type { Lead } from '../../../lib/lead/schema.ts';
import { generateSample } from '../../../lib/learning/sample/generate-sample.ts';
import { trainModel } from '../../../lib/learning/train-model.ts';
import { compileModel } from '../../../lib/model/compile-model.ts';
import { makeModelFiles } from '../../../lib/registry/model-files.ts';
import { ROOT } from '../node24.ts';
import { ASKED, planStory, RANGE } from './plan-story.ts';
import { renderEvents, renderScored, scoreStory } from './raw-files.ts';

const GOLDEN = join(ROOT, 'tests/golden/outcomes-story');
/** Both on all fields: one learned from few leads, the other, which comes later, from many. */
const train = (trainer: 'logistic' | 'scorecard', rows: number) =>
  trainModel({
    data: generateSample({ rows, seed: 7 }).csv,
    fileName: 'sample.csv',
    target: 'converted',
    name: 'leads',
    drop: ['lead_id'],
    trainers: [trainer],
    folds: 3,
    seed: 7,
    createdAt: new Date('2027-02-01T00:00:00Z'),
  });
const champion = await train('scorecard', 400);
const challenger = await train('logistic', 1500);
for (const [name, trained] of [
  ['champion', champion],
  ['challenger', challenger],
] as const)
  writeFileSync(
    join(GOLDEN, `${name}.json`),
    makeModelFiles(trained, { chartScript: readChartScript() }).model,
  );

const story = planStory();
const models = {
  champion: compileModel(champion.artifact),
  challenger: compileModel(challenger.artifact),
};
writeFileSync(
  join(GOLDEN, 'scored.csv'),
  renderScored(scoreStory(story, (version, lead) => models[version].explain(lead as Lead))),
);
writeFileSync(join(GOLDEN, 'events.csv'), renderEvents(story));
const plan = { ...ASKED, range: RANGE, erased: story.erased };
writeFileSync(join(GOLDEN, 'plan.json'), `${JSON.stringify(plan, undefined, 1)}\n`);
