import { fingerprintLeads, markNew } from '../training/lead-fingerprints.ts';
import type { ReadLeads } from '../training/table/read-leads.ts';
import type { Champion } from './find-champion.ts';
import { decodeFingerprints } from './fingerprints-file.ts';
import { fingerprintsKey, runOf } from './run.ts';
import type { StepDeps } from './step-deps.ts';

/**
 * Which leads of a dataset the champion has not learned from: 1 per lead.
 *
 * @returns a text saying why nobody can tell
 */
export async function findUnseen(
  files: StepDeps['files'],
  { record, artifact }: Champion,
  { sha256, leads, labels }: ReadLeads,
): Promise<Uint8Array | string> {
  const { version } = record;
  if (artifact?.lineage.data_sha256 === sha256) return new Uint8Array(labels.length);
  const run = runOf(record.createdBy);
  const key = run === undefined ? undefined : fingerprintsKey(run);
  const found = key === undefined ? undefined : await files.stat(key);
  if (found === undefined)
    return `${version} was not made by a training here, so it is not known which leads it has learned from`;
  const bytes = await files.read(key!, 0, found.bytes, found.etag);
  const before = decodeFingerprints(Buffer.from(bytes).toString());
  const now = fingerprintLeads(leads, labels, before.features);
  if (now === undefined)
    return `${version} was trained on other columns, so it is not known which leads it has learned from`;
  return markNew(now.keys, before.keys);
}
