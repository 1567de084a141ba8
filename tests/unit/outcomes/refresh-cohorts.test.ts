import { decodeCohort } from '../../../lib/outcomes/cohort-file.ts';
import { eraseOutcomes } from '../../../lib/outcomes/erase-outcomes.ts';
import { MOST_SCORED_LEADS, readCohorts } from '../../../lib/outcomes/read-cohorts.ts';
import { refreshCohorts } from '../../../lib/outcomes/refresh-cohorts.ts';
import { EXAMPLE_LEAD } from '../../support/example-model.ts';
import { createMemoryWorld } from '../../support/memory-world.ts';

const DAY = 86_400_000;

async function open() {
  const world = createMemoryWorld();
  await world.publish();
  const scored = { model: 'leads', version: 'v1', probability: 0.3, lead: EXAMPLE_LEAD };
  await world.scored.note({ ...scored, reference: 'a', id: '1', scoredAt: world.clock.now() });
  world.passTime(30 * DAY);
  const read: string[] = [];
  const outcomes: typeof world.outcomes = {
    ...world.outcomes,
    readCohort(model, week) {
      read.push(week);
      return world.outcomes.readCohort(model, week);
    },
  };
  return { world, deps: { ...world, outcomes }, read };
}
const inAnHour = ({ clock }: { clock: { now(): Date } }) => new Date(clock.now().getTime() + 3_600_000);

test('afterwards weeks that are over are asked from their files', async () => {
  const { world, deps, read } = await open();
  const done = await refreshCohorts(deps, inAnHour(world));
  expect(done).toMatchObject({ models: 1, complete: true });
  expect(done.weeks).toBeGreaterThan(50);
  expect(read).toContain('2026-01-26');
  read.length = 0;
  await refreshCohorts(deps, inAnHour(world));
  const range = { model: 'leads', from: new Date(0), to: new Date('2100-01-01') };
  expect(await readCohorts(deps, range)).toHaveLength(1);
  expect(read).not.toContain('2026-01-26');
});

test('what it has no time for is left to the next run', async () => {
  const { world, deps, read } = await open();
  const over = new Date(world.clock.now().getTime() - 1);
  expect(await refreshCohorts(deps, over)).toEqual({ models: 1, weeks: 0, tooLarge: 0, complete: false });
  expect(read).toEqual([]);
});

test('a week that holds too many leads keeps no other from its file, and weeks are read one after the other', async () => {
  const { world, deps } = await open();
  const [row] = world.outcomes.rows.values();
  let [now, most] = [0, 0];
  const outcomes: typeof world.outcomes = {
    ...world.outcomes,
    async *readCohort(model, week) {
      now += 1;
      most = Math.max(most, now);
      try {
        await Promise.resolve();
        if (week === '2026-01-19') for (let i = 0; i <= MOST_SCORED_LEADS; i++) yield row!;
        yield* world.outcomes.readCohort(model, week);
      } finally {
        now -= 1;
      }
    },
  };
  const done = await refreshCohorts({ ...deps, outcomes }, inAnHour(world));
  expect(done).toMatchObject({ models: 1, tooLarge: 1, complete: true });
  expect(await world.files.stat('cohorts/leads/2026-01-26.json.gz')).toBeDefined();
  expect(await world.files.stat('cohorts/leads/2026-01-19.json.gz')).toBeUndefined();
  expect(most).toBe(1);
});

type World = Awaited<ReturnType<typeof open>>['world'];
const erasures: [string, (world: World) => Promise<unknown>][] = [
  [
    'by its prediction',
    ({ scored }) =>
      scored.forget({
        id: '1',
        reference: 'a',
        model: 'leads',
        version: 'v1',
        scoredAt: new Date('2026-02-01T10:00:00.000Z'),
      }),
  ],
  ['by its reference', (world) => eraseOutcomes(world, 'a')],
];

test.each(erasures)(
  'a lead that is erased %s while its week is read does not stay in a file',
  async (_, erase) => {
    const { world, deps } = await open();
    const outcomes: typeof world.outcomes = {
      ...world.outcomes,
      async *readCohort(model, week) {
        yield* world.outcomes.readCohort(model, week);
        if (week === '2026-01-26') await erase(world);
      },
    };
    await refreshCohorts({ ...deps, outcomes }, inAnHour(world));
    const file = await world.files.read('cohorts/leads/2026-01-26.json.gz', 0, 1000);
    expect(decodeCohort('leads', file)).toMatchObject({ leads: [] });
    const range = { model: 'leads', from: new Date(0), to: new Date('2100-01-01') };
    expect(await readCohorts(world, range)).toEqual([]);
  },
);
