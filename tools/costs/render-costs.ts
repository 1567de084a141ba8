import { ASSUMED, OUTCOMES, REFERENCED, type Step, WAYS, type WayName } from './calls-per-lead.ts';
import {
  computeCosts,
  computeEndpoint,
  computeIdle,
  computeOutcomes,
  computeReferenced,
  computeServerless,
  computeTraining,
  findBreakEven,
  type Line,
} from './compute-costs.ts';
import { PRICES_OF, REGION } from './prices.ts';

const MARKERS = /<!-- costs -->[\s\S]*<!-- \/costs -->/;

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
  idle: 'a stage without traffic',
};
const LINES = Object.keys(LINE_NAMES) as Line[];

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

/**
 * docs/costs.md with the tables between its markers.
 *
 * @throws {Error} it has no markers
 */
export function renderPage(page: string): string {
  if (!MARKERS.test(page)) throw new Error('docs/costs.md: expected <!-- costs --> and <!-- /costs -->');
  return page.replace(MARKERS, () => `<!-- costs -->\n\n${renderCosts()}\n\n<!-- /costs -->`);
}

const renderCosts = (): string =>
  [
    `Dollars a month, ${REGION}, list prices of ${PRICES_OF}.`,
    renderTotals(),
    `A stage without traffic costs ${dollars(computeIdle())} a month; two stages, such as staging and prod, cost ${dollars(2 * computeIdle())}.`,
    'Calls of a thousand leads:',
    renderCounts(),
    `${whole(VOLUMES.at(-1)!)} leads a month, line by line:`,
    renderLines(VOLUMES.at(-1)!),
    renderReferenced(),
    renderOutcomes(),
    'A training of `logistic`, `scorecard` and `boosted`, in the stack:',
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
      [
        'SageMaker Serverless Inference, 2 GB, alone',
        ...VOLUMES.map((leads) => dollars(computeServerless(leads))),
        '',
      ],
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

function renderLines(leads: number): string {
  const costs = WAY_ORDER.map((way) => computeCosts(leads, way));
  return renderTable(
    ['', ...WAY_ORDER.map((way) => WAY_NAMES[way])],
    [
      ...LINES.map((line) => [LINE_NAMES[line], ...costs.map(({ lines }) => dollars(lines[line]))]),
      ['**in all**', ...costs.map(({ total }) => `**${dollars(total)}**`)],
    ],
  );
}

function renderReferenced(): string {
  const { tableWriteUnits } = REFERENCED;
  const leads = VOLUMES.at(-1)!;
  return `With the caller's own id of each lead (\`reference\`), every way writes ${tableWriteUnits} unit more a lead: ${dollars(computeReferenced(leads))} a month for ${whole(leads)} leads, storage and recovery included. Without one it costs nothing.`;
}

function renderOutcomes(): string {
  const { scored, event } = OUTCOMES;
  const leads = VOLUMES.at(-1)!;
  const days = (ASSUMED.monthsOfOutcomes * ASSUMED.hoursPerMonth) / 24;
  return `Outcomes come on top: a lead with a reference writes ${scored.writes} units more when a version scores it for the first time, and an event ${event}. For ${whole(leads)} leads a month with an event each that is ${dollars(computeOutcomes(leads))}, with the rows of ${whole(days)} days stored and recoverable; requests are not counted.`;
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
