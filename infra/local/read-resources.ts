import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse, type ScalarTag } from 'yaml';
import type { Resources } from './create-resources.ts';

/** CloudFormation's short forms, as serverless.yml's own parser reads them. */
const TAGS: ScalarTag[] = ['Ref', 'GetAtt', 'Sub'].map((name) => ({
  tag: `!${name}`,
  resolve: (value: string) => ({ [name === 'Ref' ? 'Ref' : `Fn::${name}`]: value }),
}));

/** The resources of one of the template's files, variables as they stand. */
export const parseResources = (text: string): Resources =>
  parse(text, { customTags: TAGS, merge: true }).Resources;

/** The stores of the template, read from their own files: for those who need emulators without osls. */
export async function readResources(): Promise<Resources> {
  const directory = join(import.meta.dirname, '../cloudformation');
  const files = ['queues.yml', 'tables.yml', 'bucket.yml'].map((file) =>
    readFile(join(directory, file), 'utf8'),
  );
  return Object.assign({}, ...(await Promise.all(files)).map(parseResources));
}
