import { PREPARATION_DEFAULTS } from '../../../lib/learning/preparation/preparation-options.ts';
import type { TrainInput } from '../../../lib/learning/train-input.ts';
import { type TrainedModel, trainModel } from '../../../lib/learning/train-model.ts';
import { createRandom } from '../../../lib/statistics/random.ts';
import { sigmoid } from '../../../lib/statistics/sigmoid.ts';

const SOURCES = ['Zürich', 'web', 'PAID search', 'naïve', '推薦', 'fair “2026”', '__proto__'];

/** Leads as an office writes them: dressed numbers, dates of three forms, many companies, and two columns that act together. */
function officeCsv(rows: number): string {
  const random = createRandom(11);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(list.length * random())]!;
  const lines = [
    'source;company;revenue;share;delta;visits;created;seen;signed;opened;note;won',
    ...Array.from({ length: rows }, () => {
      const source = pick(SOURCES);
      const company = Math.floor(60 * random());
      const visits = Math.floor(20 * random());
      const delta = Math.round(100 * (random() - 0.4) ** 3 * 50) / 100;
      const opened = random() < 0.5;
      const time = Date.UTC(2025, 0, 1) + Math.floor(400 * 86_400 * random()) * 1000;
      const iso = new Date(time).toISOString();
      const [day, clock] = [iso.slice(0, 10), iso.slice(11, 16)];
      const together = visits > 9 === opened ? 1.5 : -1.5;
      const weekend = new Date(time).getUTCDay() % 6 === 0 ? -0.8 : 0;
      const won = random() < sigmoid(-0.3 + together + weekend + (company % 5) / 3 + delta / 4);
      const revenue = `${Math.floor(9_000_000 * random() ** 4).toLocaleString('de-DE')},50 €`;
      const cells = [
        random() < 0.1 ? source.toUpperCase() : source,
        company < 20 ? `Firma ${company % 4}` : `Müller ${company} & Söhne`,
        random() < 0.08 ? 'k. A.' : revenue,
        `${Math.floor(100 * random())},${Math.floor(10 * random())} %`,
        `${delta}`.replace('.', ','),
        `${visits}`,
        `${day.slice(8)}.${day.slice(5, 7)}.${day.slice(0, 4)} ${random() < 0.2 ? '00:00' : clock}`,
        random() < 0.1 ? '' : `${time / 1000}`,
        random() < 0.05 ? 'unbekannt' : day,
        random() < 0.07 ? '' : opened ? 'Yes' : 'no',
        'same',
        won ? 'yes' : 'no',
      ];
      return cells.join(';');
    }),
  ];
  return `${lines.join('\n')}\n`;
}

/** Name → how it is trained. */
const MODELS: Readonly<Record<string, Partial<TrainInput>>> = {
  'logistic-none': {
    trainers: ['logistic'],
    calibration: 'none',
    settings: { preparation: { ...PREPARATION_DEFAULTS, transform: 'yeo-johnson' } },
    required: ['source'],
  },
  'scorecard-platt': { trainers: ['scorecard'], calibration: 'platt', absoluteDate: true },
  'boosted-isotonic': { trainers: ['boosted'], calibration: 'isotonic' },
  'gradient-descent-platt': { trainers: ['gradient-descent'], calibration: 'platt', absoluteDate: true },
};

/** A small model of every trainer, with its record, which together have every kind of term, of calibration and of column. */
export async function trainGoldenModels(rows: number): Promise<ReadonlyMap<string, TrainedModel>> {
  const data = new TextEncoder().encode(officeCsv(rows));
  const models = new Map<string, TrainedModel>();
  for (const [name, how] of Object.entries(MODELS)) {
    const trained = await trainModel({
      data,
      target: 'won',
      positive: 'yes',
      name,
      createdAt: new Date(0),
      folds: 3,
      drop: ['note'],
      columns: {
        source: { merge_case: true },
        revenue: { type: 'number', form: '1.234,5', missing: ['k. a.'] },
        seen: { type: 'date', form: 'epoch_s' },
        signed: { missing: ['unbekannt'] },
      },
      ...how,
    });
    models.set(name, trained);
  }
  return models;
}
