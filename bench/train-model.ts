import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** Trains a logistic model by the command line. @returns its file, in the folder */
export function trainModel(table: string, folder: string): string {
  const args = [
    'train',
    table,
    '--target',
    'converted',
    '--trainer',
    'logistic',
    '--folds',
    '0',
    '--out',
    folder,
  ];
  const main = join(import.meta.dirname, '../cli/main.ts');
  const { status, stderr } = spawnSync(process.execPath, [main, ...args], { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return join(folder, 'model.json');
}
