import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Resources } from './create-resources.ts';
import { parseResources } from './parse-resources.ts';

/** The stores of the template, read from their own files: for those who need emulators without osls. */
export async function readResources(): Promise<Resources> {
  const directory = join(import.meta.dirname, '../cloudformation');
  const files = ['queues.yml', 'tables.yml', 'bucket.yml'].map((file) =>
    readFile(join(directory, file), 'utf8'),
  );
  return Object.assign({}, ...(await Promise.all(files)).map(parseResources));
}
