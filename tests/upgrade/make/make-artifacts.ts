import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { TRAIN, type Workshop } from './workshop.ts';

/** Trainer and calibration. */
const ARTIFACTS = [
  ['logistic', 'none'],
  ['scorecard', 'platt'],
  ['boosted', 'isotonic'],
  ['gradient-descent', 'platt'],
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
  return ARTIFACTS.map(([trainer]) => trainer);
}
