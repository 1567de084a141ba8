import { listSteps } from '../../../cli/run-summary.ts';
import type { Training } from '../../../lib/client/index.ts';
import { runBody } from '../../../lib/http/run-body.ts';
import { describeCandidates } from '../../../lib/mlflow/training-facts.ts';
import { cancelRun } from '../../../lib/runs/cancel-run.ts';
import { createTrainingLab, leads } from '../../support/run-training.ts';

test('a step that was at work when the training was canceled ended with it, for whoever asks', async () => {
  const lab = createTrainingLab();
  const { write } = lab.files;
  lab.files.write = async (key, bytes, type) => {
    await write(key, bytes, type);
    const [run] = (await lab.runs.list({ limit: 1 })).runs;
    if (key.includes('/candidates/')) await cancelRun(lab, run!.id);
  };
  const run = await lab.train(await lab.put('a', leads(600)));
  // Nothing is recorded of a final run.
  expect(run.steps.at(-1)).toMatchObject({ name: 'train:logistic', state: 'running' });

  const body = runBody(run, '') as unknown as Training;
  expect(body.steps.map(({ name, state }) => `${name} ${state}`)).toEqual([
    'check succeeded',
    'prepare succeeded',
    'train:logistic canceled',
  ]);
  const { started_at, ended_at, duration_ms } = body.steps.at(-1)!;
  expect(ended_at).toBe(run.completedAt!.toISOString());
  expect(duration_ms).toBe(Date.parse(ended_at!) - Date.parse(started_at!));
  expect(listSteps(body).at(-1)).toMatch(/^ {2}– {2}train:logistic {2}[\d.]+ s/);
  expect(describeCandidates(body)).toMatchObject([{ status: 'KILLED', end: run.completedAt!.getTime() }]);
});
