import { createMetrics, metricsOf, NO_METRICS } from '../../../lib/runtime/metrics.ts';

test('writes the embedded metric format', () => {
  const lines: string[] = [];
  const metrics = createMetrics(
    'prod',
    (line) => lines.push(line),
    () => 1_700_000_000_000,
  );
  metrics.add('Succeeded', [1], 'leads@v3');
  metrics.add('Latency', [12, 30]);
  expect(lines.map((line) => JSON.parse(line))).toEqual([
    {
      _aws: {
        Timestamp: 1_700_000_000_000,
        CloudWatchMetrics: [
          {
            Namespace: 'Scorelane',
            Dimensions: [['Stage'], ['Stage', 'ModelVersion']],
            Metrics: [{ Name: 'Succeeded', Unit: 'Count' }],
          },
        ],
      },
      Stage: 'prod',
      ModelVersion: 'leads@v3',
      Succeeded: 1,
    },
    {
      _aws: {
        Timestamp: 1_700_000_000_000,
        CloudWatchMetrics: [
          {
            Namespace: 'Scorelane',
            Dimensions: [['Stage']],
            Metrics: [{ Name: 'Latency', Unit: 'Milliseconds' }],
          },
        ],
      },
      Stage: 'prod',
      Latency: [12, 30],
    },
  ]);
});

test('a line holds a hundred values at most', () => {
  const lines: string[] = [];
  createMetrics('prod', (line) => lines.push(line)).add(
    'Latency',
    Array.from({ length: 250 }, (_, i) => i),
  );
  expect(lines.map((line) => JSON.parse(line).Latency.length)).toEqual([100, 100, 50]);
});

test('off is off', () => {
  expect(metricsOf({ STAGE: 'dev', METRICS: 'off' })).toBe(NO_METRICS);
});
