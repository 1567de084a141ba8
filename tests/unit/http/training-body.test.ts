import { listSteps } from '../../../cli/runs/training-summary.ts';
import type { Training } from '../../../lib/client/index.ts';
import { trainingBody } from '../../../lib/http/training-body.ts';
import { describeCandidates } from '../../../lib/mlflow/training-facts.ts';
import { cancelTraining } from '../../../lib/trainings/cancel-training.ts';
import { createTrainingLab, leads } from '../../support/run-training.ts';

test('a step that was at work when the training was canceled ended with it, for whoever asks', async () => {
  const lab = createTrainingLab();
  const { write } = lab.files;
  lab.files.write = async (key, bytes, type) => {
    await write(key, bytes, type);
    const [training] = (await lab.trainings.list({ limit: 1 })).trainings;
    if (key.includes('/candidates/')) await cancelTraining(lab, training!.id);
  };
  const training = await lab.train(await lab.put('a', leads(600)));
  // Nothing is recorded of a final training.
  expect(training.steps.at(-1)).toMatchObject({ name: 'train:logistic', state: 'running' });

  const body = trainingBody(training, '') as unknown as Training;
  expect(body.steps.map(({ name, state }) => `${name} ${state}`)).toEqual([
    'check succeeded',
    'prepare succeeded',
    'train:logistic canceled',
  ]);
  const { started_at, ended_at, duration_ms } = body.steps.at(-1)!;
  expect(ended_at).toBe(training.completedAt!.toISOString());
  expect(duration_ms).toBe(Date.parse(ended_at!) - Date.parse(started_at!));
  expect(listSteps(body).at(-1)).toMatch(/^ {2}– {2}train:logistic +[\d.]+ m?s/);
  expect(describeCandidates(body)).toMatchObject([
    { status: 'KILLED', end: training.completedAt!.getTime() },
  ]);
});
