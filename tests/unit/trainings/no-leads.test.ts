import { inspect } from 'node:util';
import { trainingBody } from '../../../lib/http/training-body.ts';
import { profileLeads } from '../../../lib/learning/profile/profile-leads.ts';
import { profileKey } from '../../../lib/trainings/training.ts';
import type { TrainingSettings } from '../../../lib/trainings/training-options.ts';
import { createTrainingLab } from '../../support/run-training.ts';

/** What a record, a log or a kept file must not hold: every cell of a person has this in it. */
const MARK = 'Zyx';
const ROWS = 400;
const ONE = 'one@example.com';
const columns = {
  email: (i: number) => (i === 3 ? ONE : `${MARK}.person${i}@example.com`),
  // Of a few persons each, so that it looks like a category.
  referred_by: (i: number) => `${MARK} “Bob” No. ${i % 10}`,
  stage: (i: number) => (i % 3 === 0 ? `won by ${MARK}` : `lost by ${MARK} ${i % 30}`),
  phone: (i: number) => (i % 50 === 7 ? `ask ${MARK}${i}` : String(491_700_000 + i * 7)),
  born: (i: number) =>
    i % 2 === 0 ? `0${1 + (i % 9)}.01.19${50 + (i % 49)}` : `0${1 + (i % 9)}.02.1999 ${MARK}`,
  visits: (i: number) => String((i * 13) % 17),
  converted: (i: number) => ((i * 13) % 17 > 12 || i % 11 === 0 ? 'yes' : 'no'),
};
type Column = keyof typeof columns;
const csvOf = (names: readonly Column[], header = names.join(',')) =>
  `${[header, ...Array.from({ length: ROWS }, (_, i) => names.map((name) => `"${columns[name](i).replaceAll('"', '""')}"`).join(','))].join('\n')}\n`;
const ALL = Object.keys(columns) as Column[];
/** The persons are left out of what is learned: by themselves, or because somebody says so. */
const LEAVE_OUT: TrainingSettings = { drop: ['referred_by', 'stage'] };

const HEADLESS = `${MARK},491@example.com`;

/** Trains, and returns whatever is kept of it. */
async function keep(csv: string, settings: TrainingSettings) {
  const lab = createTrainingLab();
  const training = await lab.train(await lab.put('uploads/a.csv', csv), settings);
  const found = await lab.files.stat(profileKey(training.id));
  const bytes = found && (await lab.files.read(profileKey(training.id), 0, found.bytes, found.etag));
  return {
    training,
    record: JSON.stringify([training, trainingBody(training, '')]),
    profile: Buffer.from(bytes ?? []).toString(),
  };
}

/** What leaves the first functions of a training, as Lambda logs it. */
async function throwFrom(csv: string, settings: TrainingSettings): Promise<string> {
  const lab = createTrainingLab();
  jest.spyOn(lab.workflow, 'start').mockResolvedValue();
  const { id } = await lab.start(await lab.put('uploads/a.csv', csv), settings);
  for (const step of ['check', 'prepare']) {
    try {
      await lab.invoke('CheckDataset', { step, run_id: id });
    } catch (error) {
      return inspect(error, { depth: 10 });
    }
  }
  throw new Error('expected an error, got none');
}

test.each<[string, string, TrainingSettings]>([
  ['a target of many values', csvOf(ALL), { target: 'email' }],
  ['a target of few values', csvOf(['referred_by', 'visits']), { target: 'referred_by' }],
  ['a positive value that is not there', csvOf(ALL), { target: 'stage', positive: 'won' }],
  ['too few of one kind', csvOf(ALL), { ...LEAVE_OUT, target: 'email', positive: ONE }],
  ['a time that is none', csvOf(ALL), { ...LEAVE_OUT, time: 'email' }],
  [
    'a first line of data',
    csvOf(['email', 'stage'], `${MARK}.person1@example.com,won by ${MARK}`),
    { target: 'x' },
  ],
  ['nothing to learn from', csvOf(['email', 'phone', 'converted']), {}],
  ['no header', csvOf(['email', 'visits'], `${MARK}.new@example.com,491 700 000`), {}],
  [
    'no header, and a cell that is nearly the target',
    csvOf(['email', 'stage'], HEADLESS),
    { target: 'zyxx' },
  ],
  ['one lead and nothing else', `Anna ${MARK}0,${MARK}0@example.com,17\n`, {}],
  ['one word twice in line 1', csvOf(['stage', 'stage'], `${MARK},${MARK}`), {}],
  ['a line 1 with a gap', csvOf(['stage', 'email'], `${MARK},`), {}],
])('of %s the record, the profile and the error quote no cell', async (_, csv, settings) => {
  const { training, record, profile } = await keep(csv, settings);
  expect(training.status).toBe('failed');
  expect(training.failure!.code).toBe('InputError');
  expect(training.failure!.message).toContain('…');
  expect(training.failure!.message).toContain('`scorelane profile` on your machine');
  expect(record).not.toContain(MARK);
  expect(profile).not.toContain(MARK);
  const thrown = await throwFrom(csv, settings);
  expect(thrown).toContain('InputError: a.csv: ');
  expect(thrown).not.toContain(MARK);
});

test('the error of the command line quotes them', () => {
  expect(() => profileLeads({ data: csvOf(ALL), target: 'email' })).toThrow(
    `found ${ROWS} different values (“${MARK}.person0@example.com”`,
  );
});

test('a name that nearly is one of a header is told, the others are counted', async () => {
  const { training } = await keep(csvOf(ALL), { target: 'convertedd' });
  expect(training.failure!.message).toBe(
    'a.csv: --target: expected one of its columns, got “convertedd”. Did you mean “converted”? Its 7 columns are: …. ' +
      'Where “…” stands, `scorelane profile` on your machine shows what the file says.',
  );
  expect(() => profileLeads({ data: csvOf(ALL), target: 'convertedd' })).toThrow(
    `Did you mean “converted”? Its columns are: ${ALL.join(', ')}.`,
  );
});

test('a training that succeeds keeps no cell of a column that it does not learn from', async () => {
  const { training, record, profile } = await keep(csvOf(ALL), LEAVE_OUT);
  expect(training.status).toBe('succeeded');
  expect(record).not.toContain(MARK);
  expect(profile).not.toContain(MARK);
  const { columns: profiled } = JSON.parse(profile);
  const of = (name: string) => profiled.find((column: { name: string }) => column.name === name);
  expect(of('email')).toMatchObject({ type: 'text', distinct: ROWS, bins: [] });
  expect(of('phone')).toMatchObject({ bins: [], left_out: expect.stringContaining('not numbers (…') });
  // What the model has learned from stands in the model, too.
  expect(of('visits').bins.length).toBeGreaterThan(5);
});

test.each<[string, TrainingSettings, string]>([
  ['the column that groups leads', { drop: ['stage'], group: 'referred_by' }, 'the column of --group'],
  ['a time that is dropped', { drop: ['stage', 'referred_by', 'day'], time: 'day' }, 'named by --drop'],
])('the profile keeps no value of %s', async (_, settings, why) => {
  const day = (i: number) => `1987-0${1 + (i % 9)}-1${i % 7}`;
  const [head, ...lines] = csvOf(ALL).trimEnd().split('\n');
  const csv = [`${head},day`, ...lines.map((line, i) => `${line},${day(i)}`)].join('\n');
  const { training, record, profile } = await keep(csv, settings);
  expect(training.status).toBe('succeeded');
  const { columns: profiled, over_time } = JSON.parse(profile);
  const name = settings.group ?? settings.time;
  const column = profiled.find((one: { name: string }) => one.name === name);
  expect(column).toMatchObject({ left_out: why, bins: [] });
  expect(profile).not.toContain(MARK);
  expect(record).not.toContain(MARK);
  // A day that is learned from may be told of.
  expect([over_time?.column, profile.includes('1987')]).toEqual(
    settings.group === undefined ? [undefined, false] : ['day', true],
  );
});

test('why two versions cannot be compared quotes no cell of a column that is left out now', async () => {
  const lab = createTrainingLab();
  const born = columns.born;
  const settings = { drop: ['email', 'phone', ...LEAVE_OUT.drop!] };
  try {
    columns.born = (i) => `19${50 + (i % 49)}-01-0${1 + (i % 9)}`;
    await lab.train(await lab.put('a.csv', csvOf(ALL)), settings, { allow_fields: ['visits'] });
  } finally {
    columns.born = born;
  }
  const training = await lab.train(await lab.put('b.csv', csvOf(ALL)), settings);
  expect(training.decision!.reason).toContain(
    'born is a field of v1 only (left out: dates in a form that is not read (…)',
  );
  expect(training.decision!.reason).toContain(
    '“born” is not learned from now: dates in a form that is not read (…)',
  );
  expect(JSON.stringify(training)).not.toContain(MARK);
});
