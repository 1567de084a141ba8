import { createRandom, mix32, type Random } from '../../statistics/random.ts';
import { sigmoid } from '../../statistics/sigmoid.ts';

export interface Sample {
  /** A header and one line per lead; `converted` is the outcome, or `won_on`. */
  readonly csv: string;
  /** Per lead, the probability its outcome was drawn with. */
  readonly trueProbabilities: Float64Array;
}

/** Level → [share of the leads, effect in log-odds]. */
type Levels = Readonly<Record<string, readonly [share: number, effect: number]>>;

const SOURCE: Levels = {
  'organic search': [0.26, 0.2],
  'paid search': [0.22, 0],
  social: [0.17, -0.4],
  'cold email': [0.13, -0.9],
  webinar: [0.12, 0.5],
  referral: [0.1, 0.9],
};
const INDUSTRY: Levels = {
  software: [0.27, 0.4],
  manufacturing: [0.21, 0.1],
  'financial services': [0.16, 0.2],
  retail: [0.14, -0.2],
  healthcare: [0.12, 0],
  education: [0.1, -0.5],
};
const COUNTRY: Levels = {
  DE: [0.28, 0.1],
  US: [0.24, 0.3],
  GB: [0.16, 0],
  FR: [0.13, -0.1],
  NL: [0.1, 0.2],
  PL: [0.09, -0.3],
};

/** The last on which a lead comes in. */
const LAST_DAY = '2026-06-24';

export interface SampleOptions {
  readonly rows: number;
  readonly seed: number;
  /** In place of `converted`, the day of the conversion as far as it is known on the file’s last day. */
  readonly dates?: boolean;
}

/**
 * The built-in sample: invented B2B leads, for a first model, for tests and for demonstrations. Seeded: the
 * same rows and seed give the same text. Every lead is drawn from this process:
 *
 * ```
 * log-odds of conversion = −4.6
 *   + the effects of source, industry and country above; industry not given (6 %) −.1
 *   + .25 · ln(1 + employees); not given (8 %) .8
 *   + .6 · ln(1 + visits)
 *   + .35 · ln(1 + pages_viewed)
 *   + .6 if email_opened; not given (5 %) .2
 *   + 1.2 if demo_requested
 *   − .5 if first_contact is a Saturday or Sunday
 * ```
 *
 * employees = ⌈exp(N(4.2, 1.3))⌉, visits = ⌊exp(N(1.1, .9))⌋, pages_viewed = visits · (1 + U(0, 2)) rounded, at most 40,
 * email_opened with probability .45, demo_requested with .12 (.3 for referral and webinar), first_contact
 * uniform over 540 days from 2025-01-01. Values are missing completely at random. About 20 % convert. With `dates`, the column
 * `won_on` in place of `converted`: first_contact and ⌈exp(N(3, .8))⌉ days, of which the median is 21, where that is not after
 * the last day.
 */
export function generateSample({ rows, seed, dates = false }: SampleOptions): Sample {
  const random = createRandom(seed);
  // Of its own, so that all else is the same with dates and without.
  const takes = createRandom(mix32(seed + 1));
  const outcome = dates ? 'won_on' : 'converted';
  const lines = [
    `lead_id,first_contact,source,industry,country,employees,visits,pages_viewed,email_opened,demo_requested,${outcome}`,
  ];
  const trueProbabilities = new Float64Array(rows);
  for (let i = 0; i < rows; i++) {
    const { cells, logOdds } = drawLead(random);
    const probability = sigmoid(logOdds);
    trueProbabilities[i] = probability;
    const converts = random() < probability;
    const cell = dates ? dayOfConversion(cells[0]!, converts, takes) : converts ? 'yes' : 'no';
    lines.push([`L-${String(i + 1).padStart(5, '0')}`, ...cells, cell].join(','));
  }
  return { csv: `${lines.join('\n')}\n`, trueProbabilities };
}

/** Empty where the lead does not convert, or has not by the last day of the file. */
function dayOfConversion(firstContact: string, converts: boolean, random: Random): string {
  const days = Math.ceil(Math.exp(3 + 0.8 * drawNormal(random)));
  const day = new Date(Date.parse(firstContact) + 86_400_000 * days).toISOString().slice(0, 10);
  return converts && day <= LAST_DAY ? day : '';
}

function drawLead(random: Random): { cells: string[]; logOdds: number } {
  const day = new Date(Date.UTC(2025, 0, 1 + Math.floor(540 * random())));
  const source = drawLevel(SOURCE, random);
  const industry = random() < 0.06 ? undefined : drawLevel(INDUSTRY, random);
  const country = drawLevel(COUNTRY, random);
  const employees = random() < 0.08 ? undefined : Math.ceil(Math.exp(4.2 + 1.3 * drawNormal(random)));
  const visits = Math.floor(Math.exp(1.1 + 0.9 * drawNormal(random)));
  const pages = Math.min(40, Math.round(visits * (1 + 2 * random())));
  const opened = random() < 0.05 ? undefined : random() < 0.45;
  const demo = random() < (source === 'referral' || source === 'webinar' ? 0.3 : 0.12);
  const weekend = day.getUTCDay() === 0 || day.getUTCDay() === 6;
  const logOdds =
    -4.6 +
    SOURCE[source]![1] +
    (industry === undefined ? -0.1 : INDUSTRY[industry]![1]) +
    COUNTRY[country]![1] +
    (employees === undefined ? 0.8 : 0.25 * Math.log1p(employees)) +
    0.6 * Math.log1p(visits) +
    0.35 * Math.log1p(pages) +
    (opened === undefined ? 0.2 : opened ? 0.6 : 0) +
    (demo ? 1.2 : 0) +
    (weekend ? -0.5 : 0);
  const yesNo = (value: boolean | undefined) => (value === undefined ? '' : value ? 'yes' : 'no');
  const cells = [
    day.toISOString().slice(0, 10),
    source,
    industry ?? '',
    country,
    employees === undefined ? '' : String(employees),
    String(visits),
    String(pages),
    yesNo(opened),
    yesNo(demo),
  ];
  return { cells, logOdds };
}

function drawLevel(levels: Levels, random: Random): string {
  let rest = random();
  let last = '';
  for (const [level, [share]] of Object.entries(levels)) {
    last = level;
    rest -= share;
    if (rest < 0) break;
  }
  return last;
}

/** A standard normal number (Box and Muller, 1958). */
function drawNormal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
