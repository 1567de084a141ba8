import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parse, type ScalarTag } from 'yaml';
import type { Resources } from './create-resources.ts';

/** CloudFormation's short forms, as serverless.yml's own parser reads them. */
const TAGS: ScalarTag[] = ['Ref', 'GetAtt', 'Sub'].map((name) => ({
  tag: `!${name}`,
  resolve: (value: string) => ({ [name === 'Ref' ? 'Ref' : `Fn::${name}`]: value }),
}));

/** The stores of the template, read from their own files: for those who need emulators without osls. */
export async function readResources(): Promise<Resources> {
  const directory = dirname(import.meta.dirname);
  const files = ['queues.yml', 'tables.yml', 'bucket.yml'].map((file) =>
    readFile(join(directory, file), 'utf8'),
  );
  const documents = (await Promise.all(files)).map((text) => parse(text, { customTags: TAGS }));
  return Object.assign({}, ...documents.map((document) => document.Resources));
}
