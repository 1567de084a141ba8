import { InputError } from '../errors.ts';
import type { Field } from '../lead/schema.ts';
import { findNovel, type Novelty } from '../learning/find-novel.ts';
import { type Fingerprints, fingerprintLeads } from '../learning/lead-fingerprints.ts';
import { decodeLeadsFile, MOST_LEADS_BYTES } from '../learning/leads-file.ts';
import type { ReadLeads } from '../learning/table/read-leads.ts';
import type { ModelArtifact } from '../model/artifact.ts';
import { hideQuoted } from '../quoting.ts';
import { type ModelVersion, versionKey } from '../registry/registry.ts';
import type { StepDeps } from './step-deps.ts';

/**
 * Which leads of a dataset a version has not learned from, by its leads.json.
 *
 * @returns a text saying why it is not known
 */
export async function findUnseen(
  files: Pick<StepDeps['files'], 'stat' | 'read'>,
  record: ModelVersion,
  artifact: ModelArtifact,
  read: ReadLeads,
): Promise<Novelty | string> {
  const { version } = record;
  const unknown = (why: string) => `${why}, so it is not known which leads it has learned from`;
  const before = await readFingerprints(files, record, artifact);
  if (before === undefined) return unknown(`${version} was published without leads.json`);
  if (typeof before === 'string') return unknown(`${version} has an invalid leads.json (${before})`);
  const differs = findDifference(artifact, read, before);
  if (differs !== undefined) return unknown(`${version} was trained on other columns (${differs})`);
  const now = fingerprintLeads(read.leads, before.features);
  if (now === undefined)
    return unknown(`${version} was trained on other columns (other parts of its dates were looked at)`);
  return findNovel(now.keys, before.keys);
}

/** @returns undefined: there are none; a text: what is wrong with them */
async function readFingerprints(
  files: Pick<StepDeps['files'], 'stat' | 'read'>,
  { name, version, files: beside }: ModelVersion,
  artifact: ModelArtifact,
): Promise<Fingerprints | string | undefined> {
  if (!beside.includes('leads.json')) return undefined;
  const key = versionKey(name, version, 'leads.json');
  const found = await files.stat(key);
  if (found === undefined) return undefined;
  // Before it is held in memory.
  if (found.bytes > MOST_LEADS_BYTES) return `it has ${found.bytes} bytes`;
  try {
    return decodeLeadsFile(await files.read(key, 0, found.bytes, found.etag), artifact);
  } catch (error) {
    if (error instanceof InputError) return error.message;
    throw error;
  }
}

/**
 * What a lead said that is read otherwise now: its fingerprint would be another, and a lead that was learned from would pass
 * for a new one.
 */
function findDifference(
  { schema }: ModelArtifact,
  read: ReadLeads,
  { features }: Fingerprints,
): string | undefined {
  for (const { field } of features) {
    const was = typeOf(schema.fields, field);
    const is = typeOf(read.schema.fields, field);
    if (is === undefined) {
      // It stands in the record, and in the history of an alias.
      const why = hideQuoted(read.leftOut.get(field) ?? 'the file has no such column');
      return `“${field}” is not learned from now: ${why}`;
    }
    if (is !== was) return `“${field}” was a ${was} and is a ${is} now`;
  }
  const [before, now] = [schema.missing_words, read.schema.missing_words];
  return before.join() === now.join()
    ? undefined
    : `words that mean “missing” were ${before.join(', ')} and are ${now.join(', ')} now`;
}

const typeOf = (fields: readonly Field[], name: string): Field['type'] | undefined =>
  fields.find((field) => field.name === name)?.type;
