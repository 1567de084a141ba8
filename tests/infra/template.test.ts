import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageService } from '../support/packaged-service.ts';
import { zipEntries } from '../support/zip-entries.ts';
import { EXPECTATIONS } from './expectations/all.ts';
import { type Deployed, deploy, ROWS } from './expectations/deployed.ts';
import { FUNCTIONS, TRAINING_MEMORY } from './expectations/functions.ts';

const STAGES = ['dev', 'prod'];
const deployed: Record<string, Deployed> = {};
beforeAll(() => {
  for (const stage of STAGES) deployed[stage] = deploy(stage);
});

for (const [subject, expectations] of Object.entries(EXPECTATIONS))
  describe(subject, () => {
    test.each(Object.keys(expectations))('%s', async (title) => {
      for (const stage of STAGES) await expectations[title]!(deployed[stage]!);
    });
  });

/** Programs of threads, beside the bundle of the function that starts them. */
const WORKERS: Record<string, string[]> = { 'train-candidate': ['fit-worker', 'grow-worker'] };

test('functions are packaged alone: each archive holds the one bundle, and the programs of its threads', () => {
  const { directory } = packageService();
  const archives = readdirSync(directory).filter((file) => file.endsWith('.zip'));
  const entries = archives.map((file) => zipEntries(readFileSync(join(directory, file))).toSorted());
  expect(entries.toSorted()).toEqual(
    Object.keys(FUNCTIONS)
      .map((bundle) => [...(WORKERS[bundle] ?? []), 'index'].map((name) => `.build/${bundle}/${name}.js`))
      .toSorted(),
  );
});

test('every stage may be deployed to a new account', () => {
  for (const { trainingMemory } of Object.values(ROWS)) expect(trainingMemory).toBe(TRAINING_MEMORY);
});

test('no stage on AWS has a clock that can be set', () => {
  for (const stage of STAGES) expect(JSON.stringify(deployed[stage]!.resources)).not.toContain('CLOCK_FILE');
});

test('packaging warns of nothing', () => {
  expect(packageService().output).not.toMatch(/warning|deprecat/i);
});
