import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../support/node24.ts';
import { TRAIN, type Workshop } from './workshop.ts';

/** Trainer and calibration. */
const ARTIFACTS = [
  ['logistic', 'none'],
  ['scorecard', 'platt'],
  ['boosted', 'isotonic'],
  ['gradient-descent', 'platt'],
  ['trees', 'isotonic'],
] as const;

/**
 * Artifacts of every trainer, raw leads, and what the command makes of them; published, too.
 *
 * @returns the names of the models
 */
export async function makeArtifacts({ place, tools }: Workshop, target: string): Promise<string[]> {
  rmSync(target, { recursive: true, force: true });
  mkdirSync(join(target, 'artifacts'), { recursive: true });
  await place.sample('past.csv', 1500, 3);
  const rows = (await place.sample('new.csv', 20, 4)).trimEnd().split('\n');
  /** Empty cells, and values that no past lead had. */
  const spoilt = rows.map((row, i) => {
    if (i === 0 || i % 4 !== 0) return row;
    const cells = row.split(',');
    cells[i % cells.length] =
      i % 8 === 0 ? '' : i % cells.length === 2 ? 'carrier pigeon' : cells[i % cells.length]!;
    return cells.join(',');
  });
  writeFileSync(join(target, 'artifacts/leads.csv'), `${spoilt.join('\n')}\n`);
  for (const [trainer, calibration] of ARTIFACTS) {
    const how = ['--trainer', trainer, '--calibration', calibration];
    await place.cli('train', 'past.csv', ...TRAIN, ...how, '--name', trainer, '--out', trainer);
    const name = join(target, 'artifacts', `${trainer}-${calibration}`);
    writeFileSync(`${name}.json`, readFileSync(place.path(`${trainer}/model.json`)));
    await place.cli('score', `${name}.json`, join(target, 'artifacts/leads.csv'), '--out', `${name}.csv`);
    await tools.command('publish', `${name}.json`);
  }
  await makeImported(place, tools, target);
  return [...ARTIFACTS.map(([trainer]) => trainer), await makeDressed(place, tools, target)];
}

/** Models of other libraries, with their checks. Their leads have other fields, so that no answer is recorded of them. */
async function makeImported(
  place: Workshop['place'],
  tools: Workshop['tools'],
  target: string,
): Promise<void> {
  const golden = (file: string) => join(ROOT, 'tests/golden/bring-your-own', file);
  for (const [library, ...files] of [
    ['scikit', golden('model-export.json')],
    ['lightgbm', golden('lightgbm.txt'), '--checks', golden('checks.csv')],
    ['xgboost', golden('xgboost.json'), '--checks', golden('xgboost-checks.csv')],
  ] as const) {
    const folder = `imported-${library}`;
    const told = ['--leads', 'past.csv', '--on', 'converted', '--name', folder, '--out', folder];
    await place.cli('import', ...files, ...told);
    const name = join(target, 'artifacts', folder);
    writeFileSync(`${name}.json`, readFileSync(place.path(`${folder}/model.json`)));
    await place.cli('score', `${name}.json`, join(target, 'artifacts/leads.csv'), '--out', `${name}.csv`);
    // With checks.json beside it.
    await tools.command('publish', place.path(`${folder}/model.json`), '--yes');
  }
}

/**
 * An artifact of columns as a German office writes them, with what is said of them: how numbers and dates are written, words
 * that mean “missing”, merged cases, a column that is not used, and one with many rare levels.
 *
 * @returns the name of the model
 */
async function makeDressed(
  place: Workshop['place'],
  tools: Workshop['tools'],
  target: string,
): Promise<string> {
  const name = join(target, 'artifacts/dressed-platt');
  const past = dress(await place.sample('plain.csv', 1500, 8));
  const fresh = dress(await place.sample('plain.csv', 20, 9));
  writeFileSync(place.path('dressed.csv'), past);
  writeFileSync(`${name}.leads.csv`, fresh);
  const columns = [
    '--type',
    'revenue=number:1.234,5',
    '--missing',
    'country:unbekannt',
    '--merge-case',
    'source',
  ];
  const how = [
    '--trainer',
    'scorecard',
    '--calibration',
    'platt',
    '--name',
    'dressed',
    '--required',
    'visits',
  ];
  await place.cli('train', 'dressed.csv', ...TRAIN, ...columns, ...how, '--out', 'dressed');
  writeFileSync(`${name}.json`, readFileSync(place.path('dressed/model.json')));
  await place.cli('score', `${name}.json`, `${name}.leads.csv`, '--out', `${name}.csv`);
  await tools.command('publish', `${name}.json`);
  return 'dressed';
}

function dress(sample: string): string {
  const [header, ...rows] = sample
    .trimEnd()
    .split('\n')
    .map((row) => row.split(','));
  const place = (name: string) => header!.indexOf(name);
  const dressed = rows.map((cells, i) => {
    const [year, month, day] = cells[place('first_contact')]!.split('-');
    const employees = Number(cells[place('employees')] || 0);
    const made = [...cells];
    made[place('first_contact')] = `${day}.${month}.${year}`;
    if (i % 9 === 0) made[place('country')] = 'unbekannt';
    if (i % 3 === 0) made[place('source')] = cells[place('source')]!.toUpperCase();
    const revenue = `${(employees * 1370).toLocaleString('de-DE')},50 €`;
    return [...made, revenue, `${employees % 100},5 %`, `Firma ${(i * 7919) % 400}`].join(';');
  });
  return `${[[...header!, 'revenue', 'share', 'company'].join(';'), ...dressed].join('\n')}\n`;
}
