import { InputError } from '../../../../lib/errors.ts';
import { makeWordRules } from '../../../../lib/lead/value-words.ts';
import { buildDataset, type DatasetOptions } from '../../../../lib/learning/table/build-dataset.ts';
import { readTable } from '../../../../lib/learning/table/read-table.ts';

const rules = makeWordRules();
const table = (text: string, fileName = 'leads.csv') => readTable(text, { fileName });
/** A table of as many leads as there are outcomes, with a key and a source. */
const leads = (outcomes: readonly string[]) =>
  table(['key,source,won', ...outcomes.map((word, i) => `k${i},web,${word}`)].join('\n'));
const build = (outcomes: readonly string[], options: Partial<DatasetOptions> = {}) =>
  buildDataset(leads(outcomes), { target: 'won', ...options }, rules);
const repeat = (n: number, ...words: string[]) => Array.from({ length: n }, () => words).flat();
const refusal = (act: () => unknown): string => {
  try {
    act();
  } catch (error) {
    expect(error).toBeInstanceOf(InputError);
    return (error as Error).message;
  }
  throw new Error('expected a refusal, found none');
};

describe('the target column', () => {
  test.each([
    ['yes and no', 'Yes', 'no', 'Yes'],
    ['true and false', 'TRUE', 'false', 'TRUE'],
    ['1 and 0', '1', '0', '1'],
    ['1.0 and 0.0', '1.0', '0.0', '1.0'],
  ])('%s are understood', (_name, one, zero, positive) => {
    const dataset = build(repeat(40, one, zero));
    expect([...dataset.labels.slice(0, 4)]).toEqual([1, 0, 1, 0]);
    expect(dataset).toMatchObject({ converted: 40, positive, warnings: [] });
    expect(dataset.columns.map((column) => column.name)).toEqual(['key', 'source']);
  });

  test.each([
    ['two words of which neither is a yes', repeat(40, 'alpha', 'beta'), /: --positive VALUE$/],
    ['numbers', repeat(20, '414', '415', '416'), /\. Is it the right column\?$/],
  ])('no value is proposed that may mean the contrary: %s', (_name, dataset, advice) => {
    expect(refusal(() => build(dataset))).toMatch(advice);
  });

  test('other values need --positive', () => {
    expect(refusal(() => build(repeat(40, 'lost', 'won')))).toBe(
      'leads.csv: won: expected yes and no, true and false, or 1 and 0; found 2 different values (“lost”, “won”). ' +
        "Say which value means “converted”: --positive 'won'",
    );
    expect(build(repeat(40, 'lost', 'won'), { positive: 'won' }).converted).toBe(40);
  });

  test('--positive among more than two values: the rest did not convert, and that is told', () => {
    const dataset = build(repeat(40, 'lost', 'won', 'open'), { positive: 'won' });
    expect(dataset).toMatchObject({
      converted: 40,
      warnings: ['won: “lost”, “open” count as not converted'],
    });
  });

  test('--positive that is no value of the target', () => {
    expect(refusal(() => build(repeat(40, 'no', 'yes'), { positive: 'Won' }))).toBe(
      'leads.csv: won: --positive: expected one of its values, got “Won”; it has 2 different values (“no”, “yes”).',
    );
  });

  test('rows without an outcome are left out and counted', () => {
    const dataset = build([...repeat(40, 'yes', 'no'), '', 'NA']);
    expect(dataset.rows).toHaveLength(80);
    expect(dataset.warnings).toEqual(['2 rows without a value of won left out']);
  });

  test('one class only', () => {
    expect(refusal(() => build(repeat(30, 'no')))).toBe(
      'leads.csv: won: expected leads that converted and leads that did not, found none that converted among 30 rows ' +
        '(its values are “no”). A model can only be trained on both.',
    );
    expect(refusal(() => build(repeat(30, '1')))).toContain('found none that did not convert among 30 rows');
    expect(refusal(() => build(repeat(30, '')))).toContain('found none that converted among 0 rows');
  });

  test('too few of one class', () => {
    expect(refusal(() => build([...repeat(60, 'no'), ...repeat(39, 'yes')]))).toBe(
      'leads.csv: won: expected at least 40 leads of either kind, found 39 that converted and 60 that did not ' +
        '(its values are “no”, “yes”). Collect more leads, or pass --force to train all the same.',
    );
  });

  test('--force takes fewer, and says so; but not fewer than can be split', () => {
    const few = build([...repeat(60, 'no'), ...repeat(10, 'yes')], { force: true });
    expect(few.warnings).toEqual([
      'only 10 leads of one kind: the figures below are little more than a guess',
    ]);
    expect(refusal(() => build([...repeat(60, 'no'), ...repeat(9, 'yes')], { force: true }))).toContain(
      'expected at least 10 leads of either kind, found 9 that converted and 60 that did not',
    );
  });

  test('a share under 1 % is told', () => {
    const { warnings } = build([...repeat(5000, 'no'), ...repeat(45, 'yes')]);
    expect(warnings).toEqual([
      'only 0.89 % of the leads converted: read log-loss and PR-AUC beside those of the constant, not the accuracy',
    ]);
  });

  test('not there: the columns and the nearest name', () => {
    expect(refusal(() => build(repeat(40, 'yes', 'no'), { target: 'Won?' }))).toBe(
      'leads.csv: --target: expected one of its columns, got “Won?”. Did you mean “won”? ' +
        'Its columns are: key, source, won.',
    );
  });
});

describe('--drop', () => {
  test('leaves columns out with the reason', () => {
    const dataset = build(repeat(40, 'yes', 'no'), { drop: ['key'] });
    expect([...dataset.leftOut]).toEqual([['key', 'named by --drop']]);
  });

  test('an unknown column', () => {
    expect(refusal(() => build(repeat(40, 'yes', 'no'), { drop: ['sorce'] }))).toMatch(
      /^leads\.csv: --drop: expected one of its columns, got “sorce”\. Did you mean “source”\?/,
    );
  });

  test('nothing left', () => {
    expect(refusal(() => build(repeat(40, 'yes', 'no'), { drop: ['key', 'source'] }))).toBe(
      'leads.csv: expected at least one column to learn from, found none besides “won”, “key”, “source”.',
    );
  });
});

describe('--join', () => {
  const keys = Array.from({ length: 90 }, (_, i) => `k${i}`);
  const people = table(['key,source', ...keys.map((key) => `${key},web`)].join('\n'));
  const deals = (words: readonly string[]) =>
    table(['value,key', ...words.map((key) => `9,${key}`)].join('\n'), 'deals.csv');
  const join = (leadTable = people, dealTable = deals(keys.slice(0, 40)), target = 'converted') =>
    buildDataset(leadTable, { target, joined: dealTable, on: 'key' }, rules);

  test('a lead converted when its key stands in the other file', () => {
    const dataset = join();
    expect([...dataset.labels]).toEqual(keys.map((_, i) => (i < 40 ? 1 : 0)));
    expect(dataset.columns.map((column) => column.name)).toEqual(['source']);
    expect(dataset).toMatchObject({ positive: 'key stands in the joined file', warnings: [] });
  });

  test('keys that repeat, are missing or belong to no lead are told', () => {
    const odd = table(['key,source', ...[...keys, 'k0', ''].map((key) => `${key},web`)].join('\n'));
    const dataset = join(odd, deals([...keys.slice(0, 40), 'k1', 'k1', 'NA', 'stranger']));
    expect(dataset.rows).toHaveLength(91);
    expect(dataset.converted).toBe(41);
    expect(dataset.warnings).toEqual([
      'leads.csv: rows without a key, left out: 1',
      'leads.csv: rows that repeat a key, each kept as a lead of its own: 1',
      'deals.csv: rows without a key, ignored: 1',
      'deals.csv: rows that repeat a key, counted once: 2',
      'deals.csv: keys that belong to no lead, ignored: 1',
    ]);
  });

  test('no key matches', () => {
    expect(refusal(() => join(people, deals(['K0', 'K1'])))).toBe(
      'deals.csv: expected keys of leads.csv in the column key, found none among 2 keys. ' +
        'Keys there: “K0” and “K1”; keys of leads: “k0” and “k1”. ' +
        'Without the case of letters, 2 more keys would meet a lead. Write the keys alike in both files.',
    );
  });

  test('the target must be a new name', () => {
    expect(refusal(() => join(people, undefined, 'source'))).toMatch(
      /--target: expected a new name.*got “source”/,
    );
  });

  test('the key must be a column of both', () => {
    expect(refusal(() => join(people, table('deal_key\nk1\nk2\n', 'deals.csv')))).toMatch(
      /^deals\.csv: --on: expected one of its columns, got “key”/,
    );
  });
});
