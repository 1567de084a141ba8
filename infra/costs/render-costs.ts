import { ASSUMED, type Step, WAYS, type WayName } from './calls-per-lead.ts';
import { computeCosts, computeEndpoint, findBreakEven, LINES, type Line } from './compute-costs.ts';
import { PRICES_OF, REGION } from './prices.ts';
import { computeTraining } from './training-costs.ts';

const VOLUMES = [1_000, 100_000, 10_000_000] as const;

const WAY_NAMES: Readonly<Record<WayName, string>> = {
  single: 'singly',
  wait: 'singly, `Prefer: wait`',
  batch: 'in batches of 1,000',
};
const WAY_ORDER = Object.keys(WAY_NAMES) as WayName[];

const LINE_NAMES: Readonly<Record<Line, string>> = {
  gateway: 'API Gateway',
  lambda: 'Lambda',
  tableWrites: 'DynamoDB: writes, table',
  indexWrites: 'DynamoDB: writes, indexes',
  reads: 'DynamoDB: reads',
  storage: 'DynamoDB: storage and recovery',
  queue: 'SQS',
  logs: 'CloudWatch: logs and metrics’ lines',
  artifacts: 'S3',
  idle: 'a stage that nobody calls',
};

const COUNTS: readonly (readonly [name: string, of: (step: Step) => number])[] = [
  ['requests of the API', (step) => step.gatewayRequests],
  ['invocations', (step) => step.invocations],
  ['write units, table', (step) => step.tableWriteUnits],
  ['write units, indexes', (step) => step.indexWriteUnits],
  ['read units', (step) => step.readUnits],
  ['requests of SQS', (step) => step.sqsRequests],
  ['kilobytes of log', (step) => step.logBytes / 1000],
];

const whole = (value: number): string => Math.round(value).toLocaleString('en-US');
const dollars = (value: number): string =>
  value.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 });

/** The tables of docs/costs.md, as Markdown. */
export const renderCosts = (): string =>
  [
    `Dollars a month, ${REGION}, list prices of ${PRICES_OF}.`,
    renderTotals(),
    'What a thousand leads cost in calls:',
    renderCounts(),
    ...WAY_ORDER.flatMap((way) => [`Leads ${WAY_NAMES[way]}, line by line:`, renderLines(way)]),
    'A training of three trainers, in the stack:',
    renderTrainings(),
  ].join('\n\n');

function renderTotals(): string {
  const ours = WAY_ORDER.map((way) => [
    `Scorelane, ${WAY_NAMES[way]}`,
    ...VOLUMES.map((leads) => dollars(computeCosts(leads, way).total)),
    whole(findBreakEven(way)),
  ]);
  const endpoint = (name: string, instances: number) => [
    name,
    ...VOLUMES.map(() => dollars(computeEndpoint(instances))),
    '',
  ];
  return renderTable(
    ['predictions a month', ...VOLUMES.map(whole), 'the endpoint alone is cheaper from'],
    [
      ...ours,
      endpoint('SageMaker endpoint, one ml.t2.medium, always on', 1),
      endpoint('the same, two for availability', 2),
    ],
  );
}

function renderCounts(): string {
  const per = (way: WayName, of: (step: Step, name: string) => number) => {
    const { leads, steps } = WAYS[way];
    const sum = Object.entries(steps).reduce((all, [name, step]) => all + step.times * of(step, name), 0);
    return whole((1000 / leads) * sum);
  };
  const seconds = WAY_ORDER.map((way) => per(way, (_, name) => ASSUMED.milliseconds[way][name]! / 1000));
  return renderTable(
    ['per 1,000 leads', ...WAY_ORDER.map((way) => WAY_NAMES[way])],
    [
      ...COUNTS.map(([name, of]) => [name, ...WAY_ORDER.map((way) => per(way, of))]),
      ['seconds of Lambda (assumed)', ...seconds],
    ],
  );
}

function renderLines(way: WayName): string {
  const costs = VOLUMES.map((leads) => computeCosts(leads, way));
  return renderTable(
    ['', ...VOLUMES.map(whole)],
    [
      ...LINES.map((line) => [LINE_NAMES[line], ...costs.map(({ lines }) => dollars(lines[line]))]),
      ['**in all**', ...costs.map(({ total }) => `**${dollars(total)}**`)],
    ],
  );
}

const TRAINING_ROWS = [10_000, 100_000, 1_000_000] as const;

function renderTrainings(): string {
  const costs = TRAINING_ROWS.map(computeTraining);
  return renderTable(
    ['past leads', ...TRAINING_ROWS.map(whole)],
    [
      ['seconds of Lambda, 3,008 MB (assumed)', ...costs.map(({ seconds }) => whole(seconds))],
      ['dollars a training', ...costs.map(({ total }) => total.toFixed(4))],
    ],
  );
}

function renderTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map((_, i) => (i === 0 ? '---' : '---:'))), ...rows.map(line)].join('\n');
}
