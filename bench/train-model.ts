import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** Trains a logistic model by the command line. @returns its file, in the folder */
export function trainModel(table: string, folder: string): string {
  const options = '--target converted --trainer logistic --folds 0'.split(' ');
  const main = join(import.meta.dirname, '../cli/main.ts');
  const { status, stderr } = spawnSync(
    process.execPath,
    [main, 'train', table, ...options, '--out', folder],
    { encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(stderr);
  return join(folder, 'model.json');
}
