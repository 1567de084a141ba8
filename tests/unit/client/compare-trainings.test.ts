import { compareTrainings } from '../../../lib/client/compare-trainings.ts';
import type { Training } from '../../../lib/client/index.ts';

const training = (options: Training['options'], learned?: string): Training => ({
  training_id: '01a1ff29-33e5-7439-ab45-49fb2204d5fb',
  status: 'succeeded',
  model: 'leads',
  trigger: 'request',
  created_by: 'k',
  created_at: '2026-11-21T10:00:00.000Z',
  started_at: null,
  completed_at: null,
  dataset: { key: 'datasets/leads/a.csv', sha256: null, bytes: null, rows: null, converted: null },
  options: { target: 'y', ...options },
  policy: {
    minimum_new_rows: 0,
    minimum_new_conversions: 0,
    promotion: 'better',
    standard_errors: 1,
    allow_fields: [],
  },
  steps:
    learned === undefined
      ? []
      : [
          {
            name: 'prepare',
            state: 'succeeded',
            started_at: null,
            ended_at: null,
            duration_ms: 1,
            attempts: 1,
            figures: { positive: learned },
          },
        ],
  winner: null,
  new_model_version: null,
  decision: null,
  urls: { get: '', cancel: '' },
});

test('options differ when something else was done, not when one was told what the other found out', () => {
  const first = training({}, 'yes');
  // The second took it from the champion.
  expect(compareTrainings([first, training({ positive: 'yes' }, 'yes')]).options).toEqual([]);
  expect(compareTrainings([first, training({ positive: 'won' }, 'won')]).options).toEqual([
    ['positive', 'yes', 'won'],
  ]);
  // It ended before it had a plan: what it was told is all that is known.
  expect(compareTrainings([first, training({ positive: 'won' })]).options).toEqual([
    ['positive', 'yes', 'won'],
  ]);
  expect(compareTrainings([training({ seed: 1 }, 'yes'), training({ seed: 2 }, 'yes')]).options).toEqual([
    ['seed', '1', '2'],
  ]);
});
