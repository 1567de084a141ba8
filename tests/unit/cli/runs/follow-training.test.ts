import { followTraining } from '../../../../cli/runs/follow-training.ts';
import type { Client, Training, TrainingStep } from '../../../../lib/client/index.ts';

const step = (name: string, state: TrainingStep['state'], duration_ms: number | null): TrainingStep => ({
  name,
  state,
  attempts: 1,
  started_at: '2026-01-01T00:00:00Z',
  ended_at: null,
  duration_ms,
});
const at = (status: Training['status'], steps: readonly TrainingStep[]): Training => ({
  ...({ training_id: 'r1', model: 'leads', new_model_version: null, decision: null } as Training),
  dataset: { key: 'uploads/leads.csv', rows: 600, converted: 120 } as Training['dataset'],
  status,
  steps: [...steps],
});

test('each step is one line, once it has ended, and the summary does not tell it again', async () => {
  const states = [
    at('running', [step('check', 'running', null), step('train:logistic', 'pending', null)]),
    at('running', [step('check', 'succeeded', 850), step('train:logistic', 'running', null)]),
    at('running', [step('check', 'succeeded', 850), step('train:logistic', 'running', null)]),
    at('succeeded', [step('check', 'succeeded', 850), step('train:logistic', 'succeeded', 12_300)]),
  ];
  const client = {
    waitTraining: async (_: string, { onPoll }: { onPoll: (training: Training) => void }) => {
      states.forEach(onPoll);
      return states.at(-1)!;
    },
  } as unknown as Client;
  const written: string[] = [];
  const spy = jest
    .spyOn(process.stdout, 'write')
    .mockImplementation((text) => written.push(String(text)) > 0);
  const before = { ...process.env };
  process.env.NO_COLOR = '1';
  try {
    await followTraining(client, 'r1', { json: false, signal: new AbortController().signal });
  } finally {
    process.env = before;
    spy.mockRestore();
  }
  expect(written.join('').split('\n')).toEqual([
    '  ✓  check           850 ms',
    '  ✓  train:logistic    12 s',
    'Training r1 of leads succeeded',
    'uploads/leads.csv (600 leads, 120 converted)',
    '',
  ]);
});
