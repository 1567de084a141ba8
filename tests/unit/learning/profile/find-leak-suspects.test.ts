import {
  describeLeakSuspect,
  judgeMeasured,
  sortSuspects,
} from '../../../../lib/learning/profile/find-leak-suspects.ts';
import { measureColumn } from '../../../../lib/learning/profile/measure-column.ts';
import type { LeakSuspect } from '../../../../lib/learning/profile/profile.ts';
import { profileLeads } from '../../../../lib/learning/profile/profile-leads.ts';
import type { ReadColumn } from '../../../../lib/learning/profile/read-column.ts';
import type { Feature, LevelFeature } from '../../../../lib/learning/table/encode-leads.ts';
import { createRandom } from '../../../../lib/statistics/random.ts';

const LEADS = 4000;
const random = createRandom(5);
const draw = <T>(make: (lead: number) => T): T[] => Array.from({ length: LEADS }, (_, lead) => make(lead));
/** A tenth converts. */
const labels = Uint8Array.from(draw(() => (random() < 0.1 ? 1 : 0)));
const converts = (lead: number) => labels[lead] === 1;
const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

const number = (field: string, make: (lead: number) => number): Feature => ({
  kind: 'number',
  field,
  values: Float64Array.from(draw(make)),
});
/** @param make a level, or undefined for missing */
function level(
  field: string,
  make: (lead: number) => string | undefined,
  part?: 'weekday' | 'month',
): Feature {
  const words = draw(make);
  const levels = [...new Set(words.filter((word) => word !== undefined))].sort();
  const codes = Uint16Array.from(words, (word) =>
    word === undefined ? levels.length : levels.indexOf(word),
  );
  return { kind: 'level', field, levels, codes, ...(part === undefined ? {} : { part }) };
}

/** The findings of columns as training reads them, at the rows. */
const findAt = (rows: Int32Array, ...features: readonly Feature[]): LeakSuspect[] =>
  sortSuspects(
    [...Map.groupBy(features, ({ field }) => field)].flatMap(([name, parts]) => {
      const column = {
        name,
        position: 1,
        type: 'text' as const,
        leftOut: undefined,
        isUnclear: false,
        warnings: [],
      };
      const read = { ...column, reading: toReading(parts) };
      return judgeMeasured(read, measureColumn(read, { every: rows, labels })) ?? [];
    }),
  );
function toReading(parts: readonly Feature[]): ReadColumn['reading'] {
  const [first] = parts;
  if (first!.kind === 'number') return { kind: 'number', values: first!.values };
  const levels = parts.filter(({ kind }) => kind === 'level') as LevelFeature[];
  if (first!.part === undefined) return levels[0]!;
  const { levels: names, codes } = levels[0]!;
  const values = Float64Array.from(codes, (code) => (code === names.length ? Number.NaN : 20_000 + code));
  return { kind: 'date', values, parts: levels };
}
const find = (...features: readonly Feature[]): LeakSuspect[] =>
  findAt(Int32Array.from(labels.keys()), ...features);
const tell = (suspects: readonly LeakSuspect[]) =>
  suspects.map(({ column, grade, findings }) => [column, grade, ...findings.map(({ kind }) => kind)]);
/** A normal number whose mean lies `distance` standard deviations higher for leads that convert. */
const shifted = (field: string, distance: number) =>
  number(field, (lead) => normal() + (converts(lead) ? distance : 0));

describe('a column that separates too well', () => {
  // The area of two normals d apart is Φ(d ÷ √2): .64 for .5, .74 for .9, .78 for 1.1, .86 for 1.5.
  test.each([
    [0.5, []],
    [0.9, []],
    [1.12, [['x', 'look', 'separates']]],
    [1.5, [['x', 'suspect', 'separates']]],
    [-1.5, [['x', 'suspect', 'separates']]],
  ])('a number %d standard deviations apart: %j', (distance, expected) => {
    expect(tell(find(shifted('x', distance)))).toEqual(expected);
  });

  test('smaller and larger numbers alike', () => {
    const both = number('x', (lead) => (converts(lead) ? 5 : 1) * normal());
    expect(tell(find(both))).toEqual([['x', 'suspect', 'separates']]);
  });

  test('levels, each with some leads of either class', () => {
    const stage = level('stage', (lead) => (random() < (converts(lead) ? 0.8 : 0.1) ? 'late' : 'early'));
    expect(tell(find(stage))).toEqual([['stage', 'suspect', 'separates']]);
  });

  test('many levels of few leads are not learned by heart', () => {
    expect(find(level('agent', () => `a${Math.floor(random() * 1500)}`))).toEqual([]);
  });

  test('the figure and what to do are told', () => {
    const [suspect] = find(shifted('Call time', 1.5));
    expect(suspect!.findings[0]!.figure).toBeCloseTo(0.86, 1);
    expect(describeLeakSuspect(suspect!)).toMatch(
      /^Call time may give the outcome away: ROC-AUC 0\.8\d alone, as a good model has \(information value \d\.\d\d\)\. Would you know Call time when the lead comes in\? If not: --drop 'Call time'$/,
    );
  });
});

describe('a column that is filled for one class only', () => {
  const sometimes = (share: number, of: (lead: number) => boolean) => (lead: number) =>
    of(lead) && random() < share;
  const filled = (is: (lead: number) => boolean) =>
    find(level('x', (lead) => (is(lead) ? ['a', 'b'][lead % 2] : undefined)));

  test('for some of the leads that converted', () => {
    expect(tell(filled(sometimes(0.15, converts)))).toEqual([['x', 'suspect', 'filled']]);
  });

  test('for some of the leads that did not', () => {
    expect(tell(filled(sometimes(0.3, (lead) => !converts(lead))))).toEqual([['x', 'suspect', 'filled']]);
  });

  test('as a number', () => {
    const is = sometimes(0.15, converts);
    expect(tell(find(number('x', (lead) => (is(lead) ? 5 : Number.NaN))))).toEqual([
      ['x', 'suspect', 'filled'],
    ]);
  });

  test('nearly only: one in forty is another', () => {
    const is = (lead: number) => random() < (converts(lead) ? 0.9 : 0.9 / 9 / 40);
    const [suspect] = filled(is);
    expect(tell([suspect!])).toEqual([['x', 'suspect', 'filled', 'separates']]);
    expect(suspect!.findings[0]!.figure).toBeGreaterThan(0.95);
    expect(suspect!.findings[0]!.text).toMatch(/^filled for \d+ leads, 9[6-9]\.\d % of them converted/);
  });

  test('missing for no lead that converted: worth a look', () => {
    expect(tell(filled((lead) => converts(lead) || random() < 0.9))).toEqual([['x', 'look', 'filled']]);
  });

  test('for too few to tell', () => {
    let left = 4;
    expect(filled((lead) => converts(lead) && left-- > 0)).toEqual([]);
  });

  test('for a dozen of the leads that converted: improbable enough', () => {
    let left = 12;
    const suspects = filled((lead) => converts(lead) && left-- > 0);
    expect(tell(suspects)).toEqual([['x', 'suspect', 'filled']]);
    expect(suspects[0]!.findings[0]!.text).toMatch(/^filled for 12 leads, all of them converted/);
  });

  test('many times as often for leads that converted: 3 in 10 of them, 1 in 200 of the others', () => {
    const is = (lead: number) => random() < (converts(lead) ? 0.3 : 0.005);
    expect(tell(filled(is))).toEqual([['x', 'suspect', 'filled']]);
  });

  test('emptied once a lead has converted', () => {
    const is = (lead: number) => random() < (converts(lead) ? 0.005 : 0.8);
    expect(tell(filled(is))).toEqual([['x', 'suspect', 'filled', 'separates']]);
  });

  test('twice or ten times as often is honest: those who mean it say more', () => {
    expect(filled((lead) => random() < (converts(lead) ? 0.85 : 0.4))).toEqual([]);
    expect(filled((lead) => random() < (converts(lead) ? 0.2 : 0.02))).toEqual([]);
  });

  test('at random, or never missing', () => {
    expect(filled(() => random() < 0.1)).toEqual([]);
    expect(filled(() => true)).toEqual([]);
  });
});

describe('values of one class only', () => {
  test('a status that tells the outcome', () => {
    const status = level('status', (lead) => (converts(lead) ? 'won' : random() < 0.5 ? 'lost' : 'open'));
    const [suspect] = find(status);
    expect(tell([suspect!])).toEqual([['status', 'suspect', 'pure_values', 'pure_values', 'separates']]);
    expect(suspect!.findings.map(({ text }) => text)).toEqual([
      expect.stringMatching(/^\d+ leads with “won”, all of them converted/),
      expect.stringMatching(/^[\d,]+ leads with “(lost|open)”, “(lost|open)”, none of them converted/),
      expect.stringMatching(/^ROC-AUC/),
    ]);
  });

  test('a level that a few of the converted leads have, and no other', () => {
    const tag = level('tag', (lead) => (converts(lead) && random() < 0.2 ? 'renewal' : `t${lead % 5}`));
    expect(tell(find(tag))).toEqual([['tag', 'suspect', 'pure_values']]);
  });

  test('a number that stands for “nothing”, whatever the others have', () => {
    const price = number('price', (lead) => (converts(lead) && random() < 0.2 ? 100 + random() : 0));
    const [suspect] = find(price);
    expect(tell([suspect!])).toEqual([['price', 'suspect', 'pure_values']]);
    expect(suspect!.findings[0]!.text).toMatch(
      /^another value than “0” for \d+ leads, all of them converted/,
    );
  });

  test('who spent no time does not convert: honest', () => {
    const time = number('time', (lead) =>
      converts(lead) || random() < 0.4 ? Math.ceil(-60 * Math.log(random())) : 0,
    );
    expect(tell(find(time))).toEqual([['time', 'look', 'pure_values', 'separates']]);
  });

  test('the most active leads nearly all convert: honest', () => {
    // Of nine visits on, most convert; the values beside do, too.
    const visits = number('visits', (lead) =>
      Math.min(14, Math.floor(-(converts(lead) ? 3.3 : 1.3) * Math.log(random()))),
    );
    expect(find(visits).filter(({ grade }) => grade === 'suspect')).toEqual([]);
  });

  test('a number that many leads have', () => {
    const value = number('value', (lead) => (!converts(lead) && random() < 0.2 ? 0 : 1 + random()));
    expect(tell(find(value))).toEqual([['value', 'look', 'pure_values']]);
  });

  test('levels of few leads each, that together never convert', () => {
    // About 20 leads each, 2 of which would convert.
    expect(
      tell(
        find(level('page', (lead) => (converts(lead) ? 'main' : random() < 0.8 ? 'main' : `p${lead % 40}`))),
      ),
    ).toEqual([['page', 'look', 'pure_values']]);
  });
});

test('suspects come before what is worth a look, then by name; a date is named once', () => {
  const day = (lead: number) => (converts(lead) && random() < 0.5 ? String(1 + (lead % 7)) : undefined);
  const days = draw(day);
  const suspects = find(
    shifted('c', 1.2),
    shifted('b', 2),
    level('a', (lead) => days[lead], 'weekday'),
    level('a', (lead) => days[lead], 'month'),
    shifted('d', 0),
  );
  expect(tell(suspects)).toEqual([
    ['a', 'suspect', 'filled'],
    ['b', 'suspect', 'separates'],
    ['c', 'look', 'separates'],
  ]);
});

test('only the leads at the rows count', () => {
  const x = number('x', (lead) => (lead < 2000 ? normal() : labels[lead]!));
  const half = Int32Array.from({ length: 2000 }, (_, lead) => lead);
  expect(findAt(half, x)).toEqual([]);
  expect(
    findAt(
      half.map((lead) => lead + 2000),
      x,
    ),
  ).toHaveLength(1);
});

test('leads of one class raise no suspicion', () => {
  const x = level('x', (lead) => (lead % 2 ? 'a' : undefined));
  const rows = Int32Array.from(labels.keys());
  for (const label of [0, 1])
    expect(
      findAt(
        rows.filter((lead) => labels[lead] === label),
        x,
      ),
    ).toEqual([]);
});

describe('in a file', () => {
  const file = (header: string, make: (lead: number) => readonly (string | number)[]) =>
    [`${header},won`, ...draw((lead) => [...make(lead), labels[lead]].join(','))].join('\n');
  const suspects = (data: string) => profileLeads({ data, target: 'won' }).leak_suspects;

  test('every column of a joined table of closed deals is flagged, none of the leads’', () => {
    const pick = (share: number, word: () => string | number) => (random() < share ? word() : '');
    const any = (n: number) => Math.floor(random() * n);
    const data = file(
      'lead_id,origin,page,first_contact,seller,agent,won_date,segment,company,stock,revenue',
      (lead) => [
        `${lead}-${any(1e9)}`,
        pick(0.99, () => ['search', 'social', 'mail'][any(3)]!),
        `page ${any(400)}`,
        `2025-0${1 + any(9)}-1${any(9)}`,
        ...(converts(lead)
          ? [
              `s${lead}`,
              `a${any(20)}`,
              `2026-0${1 + any(9)}-1${any(9)} 10:00:00`,
              pick(0.99, () => `segment ${any(30)}`),
              pick(0.08, () => ['true', 'false'][any(2)]!),
              pick(0.08, () => any(1000)),
              any(5) * 100,
            ]
          : ['', '', '', '', '', '', '']),
      ],
    );
    expect(suspects(data).map(({ column, grade }) => [column, grade])).toEqual([
      ['agent', 'suspect'],
      ['company', 'suspect'],
      ['revenue', 'suspect'],
      ['segment', 'suspect'],
      ['seller', 'suspect'],
      ['stock', 'suspect'],
      ['won_date', 'suspect'],
    ]);
  });

  test('an identifier that training leaves out anyway says so', () => {
    const [suspect] = suspects(file('seller,visits', (lead) => [converts(lead) ? `s${lead}` : '', lead % 9]));
    expect(suspect!.check).toMatch(
      /^Would you know seller when the lead comes in\? Training leaves it out already \(identifier/,
    );
  });

  test('identifiers given out in the order of the outcome', () => {
    const order = draw((lead) => lead).sort((a, b) => labels[b]! - labels[a]!);
    const place = new Map(order.map((lead, i) => [lead, i]));
    const numbered = suspects(file('lead_no,visits', (lead) => [place.get(lead)!, lead % 9]));
    expect(tell(numbered)).toEqual([['lead_no', 'suspect', 'order']]);
    const named = suspects(file('lead,visits', (lead) => [`L-${place.get(lead)! + 1}`, lead % 9]));
    expect(tell(named)).toEqual([['lead', 'suspect', 'order']]);
    expect(suspects(file('lead,visits', (lead) => [`L-${lead}`, lead % 9]))).toEqual([]);
  });

  test('what is the same for all leads of a month says when, not who', () => {
    const rate = (lead: number) => (4.9 - 0.35 * Math.floor((12 * lead) / LEADS)).toFixed(2);
    // Of the last third of the file most convert.
    const won = draw((lead) => Number(random() < (lead < (2 * LEADS) / 3 ? 0.05 : 0.8)));
    const rows = draw((lead) => [rate(lead), won[lead] === 1 ? 9 : lead % 9, lead % 7, won[lead]]);
    const inOrder = ['interest,stage,visits,won', ...rows].join('\n');
    expect(tell(suspects(inOrder))).toEqual([
      ['stage', 'suspect', 'pure_values', 'pure_values', 'separates'],
      ['interest', 'look', 'separates'],
    ]);
    expect(suspects(inOrder)[1]!.findings[0]!.text).toMatch(
      /^ROC-AUC 0\.[89]\d alone.*, but 0\.[45]\d among leads of about the same place in the file: it says when a lead came$/,
    );
  });

  test('a date whose order tells the outcome', () => {
    const date = (day: number) => new Date(Date.UTC(2025, 0, 1 + day)).toISOString().slice(0, 10);
    const any = (n: number) => Math.floor(random() * n);
    const data = file('closed,opened', (lead) => [date(any(30) + (converts(lead) ? 25 : 0)), date(any(300))]);
    expect(tell(suspects(data))).toEqual([['closed', 'suspect', 'order']]);
  });
});
