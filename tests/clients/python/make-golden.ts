/**
 * Writes the golden files of the Python package: small models of every trainer and of trees by hand, leads and cells of every kind, and what comes of
 * them here. `tests/clients/python.test.ts` works the results out again, so that the files cannot go stale.
 *
 *     npx node tests/clients/python/make-golden.ts            # results only, of the models that are there
 *     npx node tests/clients/python/make-golden.ts --train    # the models, too
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { ModelArtifact } from '../../../lib/model/artifact.ts';
import { makeGolden, makeGoldenWords } from './golden-cases.ts';
import { GOLDEN_MODELS, GOLDEN_ROWS, goldenFile, toGoldenText } from './golden-files.ts';
import { trainGoldenModels } from './golden-models.ts';
import { makeTreesModels } from './golden-trees.ts';

const byHand: Readonly<Record<string, ModelArtifact>> = makeTreesModels();
const models = process.argv.includes('--train') ? await trainGoldenModels(500) : undefined;
for (const name of GOLDEN_MODELS) {
  const file = goldenFile(name);
  const model =
    byHand[name] ??
    models?.get(name)?.artifact ??
    (existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).model : undefined);
  if (model === undefined) throw new Error(`${file}: expected a golden file; make it with --train`);
  writeFileSync(file, toGoldenText(makeGolden(model, GOLDEN_ROWS)));
}
writeFileSync(goldenFile('words'), toGoldenText(makeGoldenWords()));
if (models !== undefined)
  writeFileSync(goldenFile('metrics'), toGoldenText(models.get('boosted-isotonic')!.record));
