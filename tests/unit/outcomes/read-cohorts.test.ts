import { randomUUID } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { InputError, TransientError } from '../../../lib/errors.ts';
import { addScoredLeads } from '../../../lib/outcomes/add-scored-leads.ts';
import { decodeCohort, encodeCohort } from '../../../lib/outcomes/cohort-file.ts';
import { eraseOutcomes } from '../../../lib/outcomes/erase-outcomes.ts';
import { createScoredNoter } from '../../../lib/outcomes/note-scored.ts';
import {
  type CohortDeps,
  listWeeks,
  MOST_SCORED_LEADS,
  readCohorts,
} from '../../../lib/outcomes/read-cohorts.ts';
import { recordEvents } from '../../../lib/outcomes/record-events.ts';
import { leadKeyOf, type ScoredLead } from '../../../lib/outcomes/scored-lead.ts';
import { EXAMPLE_LEAD } from '../../support/example-model.ts';
import { createMemoryWorld } from '../../support/memory-world.ts';

const DAY = 86_400_000;
const START = Date.parse('2026-02-01T10:00:00.000Z');
const ALWAYS = { model: 'leads', from: new Date(0), to: new Date('2100-01-01') };
const byId = (rows: readonly ScoredLead[]) => rows.toSorted((a, b) => (a.id < b.id ? -1 : 1));

/** A world that is asked through the files, and counts what it asks the table for. */
function open() {
  const world = createMemoryWorld();
  const read: string[] = [];
  const outcomes: typeof world.outcomes = {
    ...world.outcomes,
    readCohort(model, week) {
      read.push(week);
      return world.outcomes.readCohort(model, week);
    },
  };
  const deps: CohortDeps = { ...world, outcomes, outcomeDays: 90 };
  const noter = createScoredNoter({ ...world, outcomeDays: 400, leadDays: 0 });
  const note = (reference: string, day: number, id: string = randomUUID()) =>
    noter.note({
      reference,
      id,
      model: 'leads',
      version: 'v1',
      probability: 0.3,
      lead: EXAMPLE_LEAD,
      scoredAt: new Date(START + day * DAY),
    });
  const report = (reference: string, day: number) =>
    recordEvents(world, [
      { reference, kind: 'converted', occurredAt: new Date(START + day * DAY), value: day },
    ]);
  return { world, deps, noter, note, report, read, ask: () => readCohorts(deps, ALWAYS) };
}

test('a week that is over is read from its table once, and again after a change', async () => {
  const { world, note, report, ask, read } = open();
  await note('a', 0);
  world.passTime(20 * DAY);
  const first = await ask();
  expect(first).toHaveLength(1);
  read.length = 0;
  expect(await ask()).toEqual(first);
  // This week, and the one that ended less than a day ago, if one did.
  expect(read).not.toContain('2026-01-26');
  await report('a', 3);
  expect((await ask())[0]?.outcome).toEqual({
    kind: 'converted',
    occurredAt: new Date(START + 3 * DAY),
    value: 3,
  });
  expect(read).toContain('2026-01-26');
});

test('a lead whose score gives way to an earlier one is gone from the file of its week', async () => {
  const { world, note, ask } = open();
  await note('a', 10, 'later');
  world.passTime(30 * DAY);
  expect((await ask()).map(({ id }) => id)).toEqual(['later']);
  // Its message was left among the dead letters for weeks.
  await note('a', 0, 'earlier');
  expect((await ask()).map(({ id }) => id)).toEqual(['earlier']);
});

const step = fc.oneof(
  fc.record({ do: fc.constant('note' as const), lead: fc.nat(2), day: fc.nat(30) }),
  fc.record({ do: fc.constant('report' as const), lead: fc.nat(2), day: fc.nat(30) }),
  fc.record({ do: fc.constant('erase' as const), lead: fc.nat(2) }),
  fc.record({ do: fc.constant('forget' as const), which: fc.nat(5) }),
  fc.record({ do: fc.constant('pass' as const), days: fc.constantFrom(1, 6, 8) }),
  fc.constant({ do: 'ask' as const }),
);

test('whatever happens in between, what is read through the files is what the table holds', () =>
  fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
      const { world, noter, note, report, ask } = open();
      for (const [i, each] of steps.entries()) {
        if (each.do === 'note')
          await note(
            `r${each.lead}`,
            Math.min(each.day, (Number(world.clock.now()) - START) / DAY),
            `id-${i}`,
          );
        if (each.do === 'report') await report(`r${each.lead}`, each.day);
        if (each.do === 'pass') world.passTime(each.days * DAY);
        if (each.do === 'erase') {
          await eraseOutcomes(world, `r${each.lead}`);
          expect((await ask()).some(({ leadKey }) => leadKey === leadKeyOf(`r${each.lead}`))).toBe(false);
        }
        const row = [...world.outcomes.rows.values()][each.do === 'forget' ? each.which : 100];
        if (row !== undefined)
          await noter.forget({
            ...row,
            reference: ['r0', 'r1', 'r2'].find((r) => leadKeyOf(r) === row.leadKey)!,
          });
        if (each.do === 'ask') await ask();
      }
      expect(byId(await ask())).toEqual(byId([...world.outcomes.rows.values()]));
    }),
    { numRuns: 60 },
  ));

test('what is no file of this format, and what cannot be read or written, is read from the table', async () => {
  const { world, deps, note } = open();
  await note('a', 0);
  world.passTime(20 * DAY);
  const key = 'cohorts/leads/2026-01-26.json.gz';
  const rows = await readCohorts(deps, ALWAYS);
  for (const bytes of [
    '',
    'x',
    gzipSync('{'),
    gzipSync('null'),
    gzipSync('{"format":"scorelane-cohort/2"}'),
  ]) {
    await world.files.write(key, Buffer.from(bytes), 'application/gzip');
    expect(await readCohorts(deps, ALWAYS)).toEqual(rows);
  }
  const away = () => Promise.reject(new TransientError('away'));
  const problems: unknown[] = [];
  const onCacheProblem = (error: unknown) => problems.push(error);
  const files = { ...world.files, stat: away, write: away };
  expect(await readCohorts({ ...deps, files, onCacheProblem }, ALWAYS)).toEqual(rows);
  expect(problems).not.toHaveLength(0);
});

test('reads what is in the range and not expired, and nothing that is not kept any more', async () => {
  const { world, deps, note, read } = open();
  await note('a', 0);
  await note('b', 1);
  world.passTime(DAY);
  const from = new Date(START + DAY);
  expect(await readCohorts(deps, { ...ALWAYS, from })).toHaveLength(1);
  expect(await readCohorts(deps, { ...ALWAYS, to: from })).toHaveLength(1);
  world.passTime(100 * DAY);
  read.length = 0;
  expect(await readCohorts(deps, ALWAYS)).toEqual([]);
  expect(read).not.toContain('2026-01-26');
});

test('what is expired is not read, also where it is still in the table or in a file', async () => {
  const { world, deps, note, read } = open();
  await note('a', 0);
  const [row] = world.outcomes.rows.values();
  world.outcomes.rows.set(row!.id, { ...row!, expiresAt: new Date(START + 21 * DAY) });
  world.passTime(20 * DAY);
  expect(await readCohorts(deps, ALWAYS)).toHaveLength(1);
  world.passTime(DAY);
  read.length = 0;
  expect(await readCohorts(deps, ALWAYS)).toEqual([]);
  expect(read).not.toContain('2026-01-26');
});

test('a request that ended before it noted its changes notes them when it comes again', async () => {
  const { world, note, ask } = open();
  await note('a', 0);
  world.passTime(20 * DAY);
  expect((await ask())[0]?.outcome).toBeUndefined();
  const away = () => Promise.reject(new TransientError('the process has ended'));
  const events = [{ reference: 'a', kind: 'lost' as const, occurredAt: world.clock.now() }];
  const ending = { ...world, outcomes: { ...world.outcomes, noteChange: away } };
  await expect(recordEvents(ending, events)).rejects.toThrow(TransientError);
  expect(await recordEvents(world, events)).toMatchObject({ recorded: 0, repeated: 1 });
  expect((await ask())[0]?.outcome?.kind).toBe('lost');
});

test('an earlier score that is added takes a later one out of the file of its week', async () => {
  const { world, deps, ask } = open();
  world.passTime(40 * DAY);
  const add = (day: number) =>
    addScoredLeads({ ...world, outcomeDays: 400 }, 'leads', [
      { reference: 'a', probability: 0.2, scoredAt: new Date(START + day * DAY) },
    ]);
  await add(20);
  expect((await ask()).map(({ scoredAt }) => scoredAt)).toEqual([new Date(START + 20 * DAY)]);
  await add(0);
  expect((await readCohorts(deps, ALWAYS)).map(({ scoredAt }) => scoredAt)).toEqual([new Date(START)]);
});

test('a change that nobody noted is seen a week later', async () => {
  const { world, note, report, ask } = open();
  await note('a', 0);
  await report('a', 0);
  world.passTime(20 * DAY);
  expect((await ask())[0]?.outcome?.kind).toBe('converted');
  const [row] = world.outcomes.rows.values();
  world.outcomes.rows.set(row!.id, {
    ...row!,
    outcome: { kind: 'lost', occurredAt: world.clock.now() },
  });
  world.passTime(7 * DAY - 1);
  expect((await ask())[0]?.outcome?.kind).toBe('converted');
  world.passTime(1);
  expect((await ask())[0]?.outcome?.kind).toBe('lost');
});

test('a file that was made in the future, by a clock that was set back since, is not used', async () => {
  const { world, note, ask, read } = open();
  await note('a', 0);
  world.passTime(20 * DAY);
  await ask();
  world.passTime(-DAY);
  read.length = 0;
  await ask();
  expect(read).toContain('2026-01-26');
});

test('no week to come is read, however far ahead the range ends', async () => {
  const { world, deps, note, read } = open();
  await note('a', 0);
  world.passTime(DAY);
  const range = { model: 'leads', from: new Date(START), to: new Date('9999-12-31') };
  expect(await readCohorts(deps, range)).toHaveLength(1);
  expect(read).toEqual(['2026-01-26', '2026-02-02']);
});

test.each([1, 8])('too many leads are refused before they are read, weeks at a time: %d', async (weeks) => {
  const { world, deps } = open();
  world.passTime(60 * DAY);
  const row: ScoredLead = {
    id: '1',
    model: 'leads',
    version: 'v1',
    leadKey: 'k',
    scoredAt: new Date(START),
    probability: 0.5,
    expiresAt: new Date('2030-01-01'),
  };
  let read = 0;
  const outcomes = {
    ...world.outcomes,
    async *readCohort() {
      for (let i = 0; i < MOST_SCORED_LEADS; i++) {
        read += 1;
        if (weeks > 1 && i % 1000 === 0) await Promise.resolve();
        yield row;
      }
      yield row;
    },
  };
  const range = { model: 'leads', from: new Date(START), to: new Date(START + (weeks - 1) * 7 * DAY + 1) };
  await expect(readCohorts({ ...deps, outcomes }, range)).rejects.toThrow(
    new InputError(
      'expected at most 150,000 scored leads in the weeks of the range, got more; ask for a shorter one',
    ),
  );
  expect(read).toBeLessThan(MOST_SCORED_LEADS + 100);
});

test('a file gives back what it was made of, to the last bit', () => {
  const date = fc.date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true });
  const lead = fc.record(
    {
      id: fc.uuid(),
      model: fc.constant('leads'),
      version: fc.constantFrom('v1', 'elsewhere'),
      leadKey: fc.string(),
      scoredAt: date,
      expiresAt: date,
      probability: fc.double({ min: 0, max: 1, noNaN: true }).map((value) => value + 0),
      score: fc.integer({ min: 1, max: 99 }),
      grade: fc.constantFrom('A' as const, 'D' as const),
      challenger: fc.record({ version: fc.constant('v2'), probability: fc.constantFrom(0, 0.25) }),
      outcome: fc.record(
        {
          kind: fc.constantFrom('converted' as const, 'open' as const),
          occurredAt: date,
          value: fc.constantFrom(0, 0.1),
        },
        { requiredKeys: ['kind', 'occurredAt'] },
      ),
    },
    { requiredKeys: ['id', 'model', 'version', 'leadKey', 'scoredAt', 'expiresAt', 'probability'] },
  );
  fc.assert(
    fc.property(fc.array(lead), fc.nat(), date, (leads, changes, readAt) => {
      expect(decodeCohort('leads', encodeCohort({ changes, readAt, leads }))).toEqual({
        changes,
        readAt,
        leads,
      });
    }),
  );
});

test('of a range that ends in a far year, no week that lies ahead is read', () => {
  const now = Date.parse('2026-02-18T10:00:00Z');
  const deps = { clock: { now: () => new Date(now) }, outcomeDays: 14 };
  const weeks = ['2026-02-02', '2026-02-09', '2026-02-16'];
  expect(listWeeks(deps, { from: new Date(0), to: new Date('9999-12-31') })).toEqual(weeks);
  expect(listWeeks(deps, { from: new Date(now), to: new Date('9999-12-31') })).toEqual(weeks.slice(2));
  expect(listWeeks(deps, { from: new Date('9998-01-01'), to: new Date('9999-12-31') })).toEqual([]);
});
