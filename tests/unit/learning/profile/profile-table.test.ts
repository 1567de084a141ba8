import { InputError } from '../../../../lib/errors.ts';
import { profileLeads } from '../../../../lib/learning/profile/profile-leads.ts';
import { generateSample } from '../../../../lib/learning/sample/generate-sample.ts';
import { columnOf, golden, goldenCsv, goldenProfile } from './golden-leads.ts';

/** A CSV file of as many rows as asked, of which `cells` gives the cells. */
const csv = (header: string, rows: number, cells: (row: number) => readonly (string | number)[]) =>
  [header, ...Array.from({ length: rows }, (_, row) => cells(row).join(','))].join('\n');
const yesNo = (converted: boolean) => (converted ? 'yes' : 'no');

describe('against pandas, SciPy and scikit-learn', () => {
  test.each(Object.keys(golden.numbers))('the figures of the number %s', (name) => {
    const expected = golden.numbers[name]!;
    const { numbers, missing, distinct, outcome } = columnOf(goldenProfile, name);
    const found: Record<string, number> = {
      ...(numbers as unknown as Record<string, number>),
      missing,
      distinct,
      ranked_auc: outcome!.ranked_auc!,
    };
    for (const [figure, value] of Object.entries(expected)) {
      expect({ figure, value: found[figure] }).toEqual({ figure, value: expect.closeTo(value, 10) });
    }
  });

  test.each(Object.keys(golden.levels))('rates, Wilson intervals and information value of %s', (name) => {
    const { bins, information_value } = golden.levels[name]!;
    const column = columnOf(goldenProfile, name);
    expect(column.outcome!.information_value).toBeCloseTo(information_value, 12);
    const names = new Map([
      ['true', 'yes'],
      ['false', 'no'],
    ]);
    const found = column.bins.map(({ label, rows, converted, rate, low, high }) => [
      names.get(label) ?? label,
      [rows, converted, rate, low, high],
    ]);
    expect(Object.fromEntries(found)).toEqual(
      Object.fromEntries(
        Object.entries(bins).map(([level, [rows, converted, low, high]]) => [
          level,
          [rows, converted, converted / rows, expect.closeTo(low, 12), expect.closeTo(high, 12)],
        ]),
      ),
    );
  });

  test.each(Object.entries(golden.out_of_fold_auc))('the area of %s, out of fold', (name, { mean, sd }) => {
    const { roc_auc } = columnOf(goldenProfile, name).outcome!;
    // Ten deals of ours against the mean of many.
    expect(Math.abs(roc_auc - mean)).toBeLessThanOrEqual(sd);
  });

  test('leads per month', () => {
    const { periods, ...time } = goldenProfile.over_time!;
    expect(time).toEqual({ column: 'first_contact', per: 'month' });
    expect(Object.fromEntries(periods.map(({ label, rows }) => [label, rows]))).toEqual(golden.months);
  });

  test('the area of the order of the rows', () => {
    expect(goldenProfile.outcome!.row_order_auc).toBeCloseTo(golden.row_order_auc, 12);
  });
});

test('every column is profiled, those too that training leaves out; strongest first, left-out ones last', () => {
  expect(goldenProfile.columns.map(({ name, type, left_out }) => [name, type, left_out])).toEqual([
    ['pages_viewed', 'number', undefined],
    ['visits', 'number', undefined],
    ['demo_requested', 'boolean', undefined],
    ['employees', 'number', undefined],
    ['source', 'category', undefined],
    ['country', 'category', undefined],
    ['first_contact', 'date', undefined],
    ['industry', 'category', undefined],
    ['email_opened', 'boolean', undefined],
    ['lead_id', 'text', 'identifier or free text: 800 different values in 800 rows'],
  ]);
  const values = goldenProfile.columns.slice(0, -1).map(({ outcome }) => outcome!.information_value);
  expect(values).toEqual(values.toSorted((a, b) => b - a));
});

test('a column with a value per lead has no information and an area of .5', () => {
  const { outcome, bins, distinct } = columnOf(goldenProfile, 'lead_id');
  expect(outcome).toMatchObject({ roc_auc: 0.5, information_value: 0 });
  expect(distinct).toBe(800);
  expect(bins.map(({ kind, label, rows }) => [kind, label, rows])).toEqual([['other', '800 values', 800]]);
});

test('the bins of a number hold every lead once, missing ones last', () => {
  const { bins, histogram, missing } = columnOf(goldenProfile, 'employees');
  for (const list of [bins, histogram!]) {
    expect(list.reduce((sum, { rows }) => sum + rows, 0)).toBe(800);
    expect(list.reduce((sum, { converted }) => sum + converted!, 0)).toBe(goldenProfile.outcome!.converted);
    expect(list.at(-1)).toMatchObject({ kind: 'missing', rows: missing });
  }
  expect(bins).toHaveLength(21);
});

test('the order of rows and columns changes nothing but the area of the rows’ order', () => {
  const [header, ...rows] = goldenCsv
    .trimEnd()
    .split('\n')
    .map((line) => line.split(','));
  const order = [3, 0, 10, 5, 1, 9, 8, 7, 6, 2, 4];
  const shuffled = [header!, ...rows.toReversed()].map((cells) => order.map((i) => cells[i]).join(','));
  const other = profileLeads({ data: shuffled.join('\n'), target: 'converted' });
  const withoutOrder = ({ columns, outcome, ...profile }: typeof goldenProfile) => ({
    ...profile,
    outcome: { ...outcome, row_order_auc: 0 },
    columns: columns.map((column) => ({ ...column, position: 0 })),
  });
  expect(withoutOrder(other)).toEqual(withoutOrder(goldenProfile));
  expect(other.outcome!.row_order_auc).toBeCloseTo(1 - golden.row_order_auc, 12);
});

test('without a target nothing is said of an outcome', () => {
  const profile = profileLeads({ data: goldenCsv });
  expect(profile).not.toHaveProperty('outcome');
  expect(profile.leak_suspects).toEqual([]);
  expect(profile.columns.map(({ position }) => position)).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 1]);
  expect(JSON.stringify(profile)).not.toMatch(/"(converted|rate|low|roc_auc|information_value)":/);
});

test('rows without an outcome are not profiled', () => {
  const data = csv('visits,won', 60, (row) => [row, row < 40 ? yesNo(row % 3 === 0) : '']);
  const profile = profileLeads({ data, target: 'won' });
  expect(profile).toMatchObject({ rows_read: 60, rows: 40 });
  expect(columnOf(profile, 'visits').numbers).toMatchObject({ max: 39 });
  expect(profile.notes[0]).toBe('20 rows without a value of won left out');
});

test('rows that repeat others are counted', () => {
  const data = csv('source,visits,won', 200, (row) => [
    ['web', 'ads'][row % 2]!,
    row % 50,
    yesNo(row % 4 === 0),
  ]);
  const profile = profileLeads({ data, target: 'won' });
  expect(profile.duplicate_rows).toBe(200 - new Set(data.split('\n').slice(1)).size);
  expect(profile.notes).toContainEqual(expect.stringMatching(/^125 rows \(62\.5 %\) say in every column/));
});

test('columns that say the same are told', () => {
  const data = csv('visits,hits,web,channel,won', 400, (row) => [
    (row * 7) % 31,
    2 * ((row * 7) % 31) + 1,
    yesNo(row % 3 > 0),
    ['ads', 'web', 'web'][row % 3]!,
    yesNo(row % 4 === 0),
  ]);
  const profile = profileLeads({ data, target: 'won' });
  expect(profile.near_duplicates).toEqual([
    { column: 'hits', same_as: 'visits', text: 'correlation 1.0000' },
    { column: 'channel', same_as: 'web', text: 'one to one in 100.0 % of the leads' },
  ]);
  expect(profile.notes).toContain('hits says the same as visits (correlation 1.0000): one of them is enough');
});

test('few leads of a class, sorted rows and drifting rows are noted', () => {
  const notes = (converts: (row: number) => boolean, rows = 400) =>
    profileLeads({
      data: csv('source,won', rows, (row) => [`s${row % 7}-${row}`, yesNo(converts(row))]),
      target: 'won',
    }).notes.join('\n');
  expect(notes((row) => row % 10 === 0)).toMatch(/only 40 leads converted/);
  expect(notes((row) => row >= 200)).toMatch(/sorted by the outcome \(ROC-AUC 1\.00/);
  expect(notes((row) => row % (row < 200 ? 5 : 2) === 0)).toMatch(/conversion rate rises along the file/);
  expect(notes((row) => row % 2 === 0)).toBe('');
});

test('a joined table makes the outcome, its key is left out', () => {
  const data = csv('key,source', 60, (row) => [`k${row}`, row % 2 ? 'web' : 'ads']);
  const deals = csv('key,value', 20, (row) => [`k${row}`, 9]);
  const profile = profileLeads({
    data,
    joined: { data: deals, fileName: 'deals.csv' },
    on: 'key',
    target: 'won',
  });
  expect(profile).toMatchObject({ joined_file: 'deals.csv', outcome: { converted: 20, target: 'won' } });
  expect(columnOf(profile, 'key')).toMatchObject({ left_out: 'the key of --join', type: 'text' });
});

test('what is dropped is described but not suspected', () => {
  const data = csv('visits,deal,won', 400, (row) => [row, row % 5 === 0 ? 1000 : 3, yesNo(row % 5 === 0)]);
  expect(profileLeads({ data, target: 'won' }).leak_suspects.map(({ column }) => column)).toEqual(['deal']);
  const profile = profileLeads({ data, target: 'won', drop: ['deal'] });
  expect(profile.leak_suspects).toEqual([]);
  expect(columnOf(profile, 'deal')).toMatchObject({
    left_out: 'named by --drop',
    type: 'number',
    distinct: 2,
  });
});

test('empty columns, constants and columns of one lead are no trouble', () => {
  const data = csv('nothing,same,text,won', 40, (row) => [
    '',
    7,
    `Dear sir number ${row}`,
    yesNo(row % 3 === 0),
  ]);
  const profile = profileLeads({ data, target: 'won' });
  expect(columnOf(profile, 'nothing')).toMatchObject({
    type: 'empty',
    missing_share: 1,
    distinct: 0,
    left_out: 'every value is missing',
    outcome: { information_value: 0, roc_auc: 0.5 },
  });
  expect(columnOf(profile, 'same')).toMatchObject({
    type: 'number',
    numbers: { sd: 0, skewness: 0, min: 7, max: 7 },
    outcome: { information_value: 0, roc_auc: 0.5 },
  });
  expect(columnOf(profile, 'text').type).toBe('text');
});

test('a column of more words than training keeps is described all the same', () => {
  const data = csv('mail,won', 70_000, (row) => [
    row % 7 === 0 ? `${row}@x.org` : `m${row}`,
    yesNo(row % 5 === 0),
  ]);
  const filled = csv('mail,won', 170_000, (row) => [row % 2 === 0 ? `m${row}` : '', yesNo(row % 4 === 0)]);
  expect(columnOf(profileLeads({ data, target: 'won' }), 'mail')).toMatchObject({
    type: 'text',
    distinct: 70_000,
    missing: 0,
    left_out: 'identifier or free text: more than 65,535 different values',
    outcome: { roc_auc: 0.5 },
  });
  const profile = profileLeads({ data: filled, target: 'won' });
  expect(columnOf(profile, 'mail')).toMatchObject({ distinct: 85_000, missing: 85_000 });
  expect(profile.leak_suspects).toMatchObject([
    { column: 'mail', findings: [{ kind: 'separates' }, { kind: 'filled', grade: 'look', figure: 1 }] },
  ]);
});

test('many different numbers are numbers, and their identifiers are told by their order', () => {
  const data = csv('lead_id,income,won', 4000, (row) => [row + 10, (row * 7919) % 4001, yesNo(row > 3000)]);
  const profile = profileLeads({ data, target: 'won' });
  expect(columnOf(profile, 'income')).toMatchObject({ type: 'number', distinct: 4000 });
  expect(columnOf(profile, 'lead_id')).toMatchObject({
    type: 'number',
    left_out: expect.stringMatching(/^identifier/),
  });
  expect(profile.leak_suspects).toMatchObject([
    { column: 'lead_id', findings: [{ kind: 'order', figure: 1 }] },
  ]);
});

test.each([1, 2, 3, 4, 5])('the built-in sample raises no suspicion (seed %i)', (seed) => {
  for (const rows of [300, 3000]) {
    const { csv: data } = generateSample({ rows, seed });
    expect(profileLeads({ data, target: 'converted' }).leak_suspects).toEqual([]);
  }
});

describe('what cannot be profiled is refused', () => {
  const refuse = (input: Parameters<typeof profileLeads>[0]): string => {
    try {
      profileLeads({ fileName: 'leads.csv', ...input });
    } catch (error) {
      expect(error).toBeInstanceOf(InputError);
      return (error as Error).message;
    }
    throw new Error('expected a refusal, found none');
  };

  test('one class only', () => {
    const data = csv('visits,won', 30, (row) => [row, 'no']);
    expect(refuse({ data, target: 'won' })).toBe(
      'leads.csv: expected leads that converted and leads that did not, found none that converted among 30 rows ' +
        '(its values are “no”). Without --target, the columns alone are profiled.',
    );
  });

  test('a target or a dropped column that is not there', () => {
    expect(refuse({ data: goldenCsv, target: 'convertd' })).toMatch(
      /--target: .* Did you mean “converted”\?/,
    );
    expect(refuse({ data: goldenCsv, target: 'converted', drop: ['sorce'] })).toMatch(
      /--drop: .* Did you mean “source”\?/,
    );
  });
});
