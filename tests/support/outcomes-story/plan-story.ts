import { generateSample } from '../../../lib/learning/sample/generate-sample.ts';
import { createRandom, type Random } from '../../../lib/statistics/random.ts';

/**
 * A season of a sales team that never was: 2,000 leads of the sample's generator are scored over twelve weeks, and what became of them is
 * reported over twenty, late, out of order, twice, and taken back. The same in every run: the seed is fixed and times are whole
 * hours, far enough from the borders of days that the seconds which a run takes move nothing to another day.
 */
export interface Story {
  readonly stops: readonly Stop[];
  /** Those that are erased at the end. */
  readonly erased: readonly string[];
}

/** A time that the clock is set to, and what is then done, in this order. */
export interface Stop {
  readonly at: Date;
  /** The version that is champion from now on. */
  readonly promote?: 'challenger';
  readonly leads: readonly StoryLead[];
  readonly events: readonly StoryEvent[];
}

export interface StoryLead {
  /** Undefined: it has none, and is measured nowhere. */
  readonly reference?: string;
  readonly lead: Readonly<Record<string, string | number | boolean | null>>;
}

export interface StoryEvent {
  readonly reference: string;
  /** It is posted by the id of a prediction. */
  readonly isByPrediction: boolean;
  readonly outcome: 'converted' | 'lost' | 'open' | 'contacted';
  readonly occurredAt: Date;
  readonly value?: number;
}

/** In every reference and in some leads: what no log may say. */
export const MARK = 'Zq7geheim';
export const START = new Date('2027-03-01T09:00:00Z');
export const SCORED_WEEKS = 12;
/** From here on the challenger is champion, and the champion its challenger. */
export const SWAPPED_WEEK = 10;
export const WEEKS = 20;
/**
 * When performance is asked for, twelve hours behind a stop: hardly anything was reported, some weeks are mature, all leads were
 * watched for two months.
 */
export const ASKED = {
  early: new Date('2027-03-01T21:00:00Z'),
  middle: new Date('2027-04-26T21:00:00Z'),
  end: new Date('2027-07-19T21:00:00Z'),
} as const;
/** Of the scores that are asked for at the end, too. */
export const RANGE = ['2027-04-05T00:00:00Z', '2027-05-06T12:00:00Z'] as const;
const LEADS = 2000;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const HALF_WEEKS = 2 * SCORED_WEEKS;

/** Mondays and Thursdays as long as leads are scored, then Mondays. */
const STOPS: readonly Date[] = [
  ...Array.from({ length: HALF_WEEKS }, (_, i) => dayOf(7 * Math.floor(i / 2) + 3 * (i % 2))),
  ...Array.from({ length: WEEKS - SCORED_WEEKS + 1 }, (_, i) => dayOf(7 * (SCORED_WEEKS + i))),
];

export function planStory(): Story {
  const random = createRandom(2027);
  const sample = generateSample({ rows: LEADS, seed: 27 });
  const [header = '', ...lines] = sample.csv.trimEnd().split('\n');
  const leads = lines.map((line, i) => {
    const lead = toLead(header.split(','), line.split(','), i);
    return { lead, reference: nameOf(i), stop: Math.floor((i * HALF_WEEKS) / LEADS) };
  });
  const scored: StoryLead[][] = STOPS.map(() => []);
  for (const { lead, reference, stop } of leads) scored[stop]!.push({ reference, lead });
  for (let stop = 0; stop < HALF_WEEKS; stop++) {
    for (let i = 0; i < 3; i++) scored[stop]!.push({ lead: leads[i]!.lead });
    // Leads of earlier weeks that came back with more visits: the first score of a version counts.
    for (let i = 0; stop > 5 && i < 6; i++) {
      const { lead, reference } = leads[Math.floor(random() * (stop - 4) * (LEADS / HALF_WEEKS))]!;
      scored[stop]!.push({ reference, lead: { ...lead, visits: Number(lead.visits) + 5 } });
    }
  }
  const posted: StoryEvent[][] = STOPS.map(() => []);
  const post = (event: Omit<StoryEvent, 'isByPrediction'>, lag: number, scoredAt?: number) => {
    const at = STOPS.findIndex((stop) => stop.getTime() >= event.occurredAt.getTime() + lag * DAY_MS);
    if (at < 0) return;
    // A prediction expires after a week; before its lead was scored there is none.
    const isKnown =
      scoredAt !== undefined &&
      at >= scoredAt &&
      STOPS[at]!.getTime() < STOPS[scoredAt]!.getTime() + 6 * DAY_MS;
    posted[at]!.push({ ...event, isByPrediction: isKnown && random() < 0.5 });
  };
  for (const [i, { reference, stop }] of leads.entries())
    for (const event of drawEvents(random, STOPS[stop]!, sample.trueProbabilities[i]!)) {
      const lag = Math.floor(12 * random() ** 2);
      post({ reference, ...event }, lag, stop);
      if (random() < 0.1) post({ reference, ...event }, lag + Math.floor(10 * random()), stop);
    }
  // Of leads that nobody scored.
  for (let i = 0; i < 30; i++) {
    const occurredAt = at(dayOf(Math.floor(100 * random())), 0, random);
    post({ reference: `${MARK}-nobody-${i}`, outcome: 'converted', occurredAt, value: 100 + i }, 1);
  }
  return {
    stops: STOPS.map((time, i) => ({
      at: time,
      ...(i === 2 * SWAPPED_WEEK ? { promote: 'challenger' as const } : {}),
      leads: scored[i]!,
      events: shuffle(posted[i]!, random),
    })),
    erased: chooseErased(posted.flat()),
  };
}

/** A time so many days behind another one that the days between them are whole, and some hours. */
const at = (from: Date, days: number, random: Random): Date =>
  new Date(from.getTime() + days * DAY_MS + (2 + Math.floor(18 * random())) * HOUR_MS);

function dayOf(days: number): Date {
  return new Date(START.getTime() + days * DAY_MS);
}

type Drawn = Omit<StoryEvent, 'reference' | 'isByPrediction'>;

/** What becomes of a lead. */
function drawEvents(random: Random, scoredAt: Date, probability: number): Drawn[] {
  const events: Drawn[] = [];
  const happens = (outcome: StoryEvent['outcome'], days: number, value?: number): Date => {
    const occurredAt = at(scoredAt, days, random);
    events.push({ outcome, occurredAt, ...(value === undefined ? {} : { value }) });
    return occurredAt;
  };
  const worth = () => (random() < 0.85 ? Math.round(100 * (200 + 4800 * random())) / 100 : undefined);
  if (random() < 0.4) happens('contacted', Math.floor(4 * random()));
  if (random() < probability) {
    const isEarly = random() < 0.02;
    const days = isEarly ? -1 - Math.floor(9 * random()) : drawDays(random, 9, 0.8);
    const won = happens('converted', days, worth());
    const twist = random();
    // Two reports of one moment: the doubt holds, and of two conversions the larger one.
    if (twist < 0.01) events.push({ outcome: 'open', occurredAt: won });
    else if (twist < 0.03) events.push({ outcome: 'converted', occurredAt: won, value: 9000 });
    else if (twist < 0.1) {
      const back = days + 1 + Math.floor(9 * random());
      happens('open', back);
      if (random() < 0.5) happens(random() < 0.6 ? 'converted' : 'lost', back + 4, undefined);
    }
  } else if (random() < 0.7) {
    const days = drawDays(random, 20, 0.7);
    happens('lost', days);
    if (random() < 0.03) happens('converted', days + 12, worth());
  }
  return events;
}

/** Whole days, log-normal. */
const drawDays = (random: Random, median: number, spread: number): number => {
  const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return Math.min(120, Math.floor(median * Math.exp(spread * normal)));
};

/** Some that are hard for a path or a CSV file. */
const nameOf = (i: number): string => `${MARK}-${i % 50 === 7 ? `crm/00Q é,"${i}` : `${i}`}`;

function toLead(names: readonly string[], cells: readonly string[], i: number): StoryLead['lead'] {
  const lead: Record<string, string | number | boolean | null> = {};
  for (const [at, name] of names.entries()) {
    const cell = cells[at]!;
    if (name === 'lead_id' || name === 'converted') continue;
    if (cell === '') lead[name] = null;
    else if (cell === 'yes' || cell === 'no') lead[name] = cell === 'yes';
    else lead[name] = /^\d+$/.test(cell) ? Number(cell) : cell;
  }
  return i % 400 === 3 ? { ...lead, source: MARK } : lead;
}

/** Of the first week: one that converted, one that was lost, one of which nothing was reported. */
function chooseErased(events: readonly StoryEvent[]): string[] {
  const reports = Map.groupBy(
    events.filter(({ outcome }) => outcome !== 'contacted'),
    ({ reference }) => reference,
  );
  const names = Array.from({ length: LEADS / HALF_WEEKS }, (_, i) => nameOf(i));
  const only = (outcome: string) =>
    names.find((name) => {
      const reported = reports.get(name) ?? [];
      const isOnly = reported.every((event) => event.outcome === outcome && event.occurredAt > START);
      return reported.length > 0 && isOnly;
    })!;
  return [only('converted'), only('lost'), names.find((name) => !reports.has(name))!];
}

function shuffle<T>(items: readonly T[], random: Random): T[] {
  const shuffled = [...items];
  for (let i = shuffled.length - 1; i > 0; i--) {
    const j = Math.floor((i + 1) * random());
    [shuffled[i], shuffled[j]] = [shuffled[j]!, shuffled[i]!];
  }
  return shuffled;
}
