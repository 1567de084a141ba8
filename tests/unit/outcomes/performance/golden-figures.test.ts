import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { GRADES } from '../../../../lib/contract/words.ts';
import type { OutcomeKind } from '../../../../lib/outcomes/outcome.ts';
import { measurePerformance } from '../../../../lib/outcomes/performance/measure-performance.ts';
import type { ScoredLead } from '../../../../lib/outcomes/scored-lead.ts';

const FOLDER = join(__dirname, '../../../golden/performance');
/** What make.py computes from the same file with pandas, numpy, scipy and scikit-learn. */
const golden = JSON.parse(readFileSync(join(FOLDER, 'figures.json'), 'utf8')) as {
  readonly now: string;
  readonly answers: readonly {
    readonly name: string;
    readonly query: { readonly version: string | null; readonly from: string; readonly to: string };
    readonly figures: Record<string, unknown>;
  }[];
};
const rows = readRows();

describe.each(golden.answers)('$name', ({ query, figures }) => {
  const { maturity, ...rest } = figures as {
    maturity: null | {
      shares: number[];
      interval: { days: number; low: number; high: number };
      [figure: string]: unknown;
    };
  };
  const found = measurePerformance({
    model: 'default',
    version: query.version ?? undefined,
    from: new Date(query.from),
    to: new Date(query.to),
    now: new Date(golden.now),
    rows,
  });

  test('every figure is that of pandas', () => {
    expectAlike(found, rest, '');
  });

  test('so is the curve of the conversions', () => {
    if (maturity === null) return expect(found.maturity).toBeNull();
    const { shares, interval, ...about } = maturity;
    expect(found.maturity).toMatchObject(about);
    const { curve } = found.maturity!;
    expect(curve.map(({ days }) => days)).toEqual([...shares.keys()]);
    for (const [day, share] of shares.entries()) expect(curve[day]!.value).toBeCloseTo(share, 11);
    const { low, high } = curve[interval.days]!;
    expect(low).toBeCloseTo(interval.low, 11);
    expect(high).toBeCloseTo(interval.high, 11);
  });
});

/** Intervals by Student's distribution, whose quantile is a series here, and what is found in steps. */
const LESS_EXACT = /\.(?:log_loss|brier|value|log_loss_difference|calibration_[a-z]+)\.(?:low|high|value)$/;

/** Whether what is expected is there; the answer may say more. To 1e-9 of the number. */
function expectAlike(found: unknown, expected: unknown, path: string): void {
  if (typeof expected === 'number') {
    const distance = Math.abs((found as number) - expected) / Math.max(1, Math.abs(expected));
    if (!(distance <= (LESS_EXACT.test(path) ? 1e-6 : 1e-9)))
      throw new Error(`${path}: expected ${expected}, found ${found}`);
  } else if (Array.isArray(expected)) {
    expect(found).toHaveLength(expected.length);
    for (const [i, each] of expected.entries()) expectAlike((found as unknown[])[i], each, `${path}[${i}]`);
  } else if (typeof expected === 'object' && expected !== null) {
    if (found === null) throw new Error(`${path}: expected figures, found none`);
    for (const [name, each] of Object.entries(expected))
      expectAlike((found as Record<string, unknown>)[name], each, `${path}.${name}`);
  } else if (found !== expected) throw new Error(`${path}: expected ${expected}, found ${found}`);
}

function readRows(): ScoredLead[] {
  const text = gunzipSync(readFileSync(join(FOLDER, 'rows.csv.gz'))).toString();
  const [header, ...lines] = text.trimEnd().split('\n');
  const names = header!.split(',');
  return lines.map((line) => {
    const cells = line.split(',');
    const cell = (name: string) => cells[names.indexOf(name)]!;
    return {
      model: 'default',
      id: cell('id'),
      leadKey: cell('lead'),
      version: cell('version'),
      scoredAt: new Date(cell('scored_at')),
      probability: Number(cell('probability')),
      ...(cell('score') === '' ? {} : { score: Number(cell('score')) }),
      ...(cell('grade') === '' ? {} : { grade: cell('grade') as (typeof GRADES)[number] }),
      ...(cell('challenger') === ''
        ? {}
        : {
            challenger: {
              version: cell('challenger'),
              probability: Number(cell('challenger_probability')),
            },
          }),
      ...(cell('outcome') === ''
        ? {}
        : {
            outcome: {
              kind: cell('outcome') as OutcomeKind,
              occurredAt: new Date(cell('occurred_at')),
              ...(cell('value') === '' ? {} : { value: Number(cell('value')) }),
            },
          }),
      expiresAt: new Date('2028-01-01T00:00:00.000Z'),
    };
  });
}
