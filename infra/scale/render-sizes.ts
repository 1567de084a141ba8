import { BILL_LINES, type BillLine, billJobs, gbSecondsOf } from './bill-jobs.ts';
import { bytes, dollars, duration, percent, whole } from './format.ts';
import { LIMITS } from './limits.ts';
import { renderTable } from './markdown-table.ts';
import type { Outcome } from './simulate-jobs.ts';
import { SIZE_HEADS, SIZES } from './sizes.ts';
import { weighLimits } from './weigh-limits.ts';

/** The tables with a column for each size. */

const MOST = LIMITS.mostMaximumConcurrency.value;

const LINE_NAMES: Readonly<Record<BillLine, string>> = {
  lambda: 'Lambda',
  s3Requests: 'S3: requests',
  table: 'DynamoDB',
  queues: 'SQS',
  logs: 'CloudWatch: logs',
  storage: 'S3: file and result for 30 days, parts for 2',
};

export function renderTime(sizes: readonly Outcome[], wide: readonly Outcome[]): string {
  const row = (name: string, of: (outcome: Outcome) => string, from = sizes) => [name, ...from.map(of)];
  const ends = (outcome: Outcome) =>
    outcome.jobs.failed > 0 ? '**given up**' : duration(outcome.seconds.joined);
  return renderTable(
    ['rows', ...SIZE_HEADS],
    [
      row('file, or files together', (outcome) => bytes(outcome.bytes.in)),
      row('result', (outcome) => bytes(outcome.bytes.out)),
      row('chunks', (outcome) => whole(outcome.chunks)),
      row('a chunk has', (outcome) => bytes(outcome.chunkBytes)),
      row('seconds of the longest chunk', (outcome) => outcome.longest.chunk.toFixed(1)),
      row('all cut after', (outcome) => duration(outcome.seconds.cut)),
      row('all scored after', (outcome) => duration(outcome.seconds.scored)),
      row('**all done after**', ends),
      row(`the same with \`chunksAtATime: ${whole(MOST)}\``, ends, wide),
      row('chunks scored at once, at most', (outcome) => whole(outcome.scoring.peak)),
      row(`the same with \`chunksAtATime: ${whole(MOST)}\``, (outcome) => whole(outcome.scoring.peak), wide),
      row(
        'copies of scoreChunk, of runJob started',
        ({ scoring, steps }) => `${whole(scoring.starts)}, ${whole(steps.starts)}`,
      ),
    ],
  );
}

export function renderRequests(sizes: readonly Outcome[]): string {
  const rows: readonly (readonly [name: string, of: (outcome: Outcome) => number])[] = [
    ['Lambda: invocations', ({ steps, scoring }) => steps.invocations + scoring.invocations],
    ['Lambda: GB-seconds', gbSecondsOf],
    ['S3: GET and HEAD', ({ requests }) => requests.s3Get],
    ['S3: PUT', ({ requests }) => requests.s3Put],
    ['S3: copies', ({ requests }) => requests.s3Copy],
    ['S3: removals', ({ requests }) => requests.s3Remove],
    ['SQS', ({ requests }) => requests.sqs],
    ['DynamoDB: writes', ({ requests }) => requests.tableWrites],
    ['DynamoDB: write units', ({ requests }) => requests.writeUnits],
    ['DynamoDB: reads', ({ requests }) => requests.tableReads],
    ['DynamoDB: read units', ({ requests }) => requests.readUnits],
  ];
  return renderTable(
    ['rows', ...SIZE_HEADS],
    rows.map(([name, of]) => [name, ...sizes.map((outcome) => whole(of(outcome)))]),
  );
}

export function renderDollars(sizes: readonly Outcome[]): string {
  const bills = sizes.map(billJobs);
  return renderTable(
    ['rows', ...SIZE_HEADS],
    [
      ...BILL_LINES.map((line) => [LINE_NAMES[line], ...bills.map((bill) => dollars(bill[line]))]),
      ['**in all**', ...bills.map(({ total }) => `**${dollars(total)}**`)],
      [
        'a million rows, without what is kept',
        ...bills.map(({ total, storage }, i) => dollars(((total - storage) * 1e6) / SIZES[i]!.rows)),
      ],
    ],
  );
}

/** What the time is made of, and which limit is nearest. */
export function renderFirst(sizes: readonly Outcome[]): string {
  const share = (part: number, { seconds, jobs }: Outcome) =>
    jobs.failed > 0 ? '' : percent(part / seconds.joined);
  const weights = sizes.map(weighLimits);
  const nearest = weights.map((limits) =>
    limits.filter(({ isCap }) => !isCap).reduce((a, b) => (b.share > a.share ? b : a)),
  );
  const reached = weights.map((limits) => limits.filter(({ isCap, share }) => isCap && share >= 1));
  return renderTable(
    ['rows', ...SIZE_HEADS],
    [
      ['of the time: until all is cut', ...sizes.map((outcome) => share(outcome.seconds.cut, outcome))],
      [
        'until all is scored, behind that',
        ...sizes.map((outcome) => share(outcome.seconds.scored - outcome.seconds.cut, outcome)),
      ],
      [
        'until all is joined, behind that',
        ...sizes.map((outcome) => share(outcome.seconds.joined - outcome.seconds.scored, outcome)),
      ],
      ['is waited for', ...reached.map((caps) => caps.map(({ limit }) => limit).join('; '))],
      ['is moved by', ...reached.map((caps) => caps.map(({ setting }) => setting).join('; '))],
      ['the nearest limit that fails', ...nearest.map(({ limit, share }) => `${limit}: ${percent(share)}`)],
      ['is moved by', ...nearest.map(({ setting }) => setting)],
    ],
  );
}

export function renderLimits(sizes: readonly Outcome[]): string {
  const weights = sizes.map(weighLimits);
  const cell = (share: number) => (share >= 1 ? `**${percent(share)}**` : percent(share));
  return renderTable(
    ['of what there is, at most', ...SIZE_HEADS, 'is moved by'],
    weights[0]!.map(({ limit, most, setting }, i) => [
      `${limit} (${limit.startsWith('bytes') ? bytes(most) : whole(most)})`,
      ...weights.map((column) => cell(column[i]!.share)),
      setting,
    ]),
  );
}
