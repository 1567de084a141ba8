import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openLeads } from '../../cli/files/open-leads.ts';
import { readLeadRows } from '../../cli/predictions/read-lead-rows.ts';
import { openScoreInput } from '../../cli/score/score-input.ts';
import { scoreFile } from '../../lib/files/scoring/score-file.ts';
import { detectForm } from '../../lib/files/text/file-form.ts';
import { submitJob } from '../../lib/jobs/submit-job.ts';
import type { Lead, LeadValue } from '../../lib/lead/schema.ts';
import { validateLead } from '../../lib/lead/validate-lead.ts';
import type { ModelArtifact } from '../../lib/model/artifact.ts';
import { checkRows, guessMapping } from '../../web/src/batch/check-rows.ts';
import { readLeadsFile } from '../../web/src/batch/read-leads-file.ts';
import { exampleArtifact } from '../support/example-model.ts';
import { createMemoryWorld } from '../support/memory-world.ts';
import { readToTrain } from '../support/read-to-train.ts';
import { recordScored } from '../support/record-scored.ts';
import { runJobs } from '../support/run-jobs.ts';
import type { FileCase } from './file-case.ts';

/** The files of all subjects that can be trained on; that the profile reads them so, read-files.test.ts shows. */
const subjects = readdirSync(__dirname, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);
const files = subjects.flatMap((subject) => {
  const { cases } = require(`./${subject}/cases.ts`) as { cases: readonly FileCase[] };
  const readable = cases.filter((aCase) => aCase.refused === undefined && aCase.joined === undefined);
  return readable.map((aCase) => [`${subject}/${aCase.file} ${aCase.shows}`, subject, aCase] as const);
});

/** Field → its values, in the file's order. */
type Values = Readonly<Record<string, readonly LeadValue[]>>;

const byField = ({ schema }: ModelArtifact, leads: readonly Lead[]): Values =>
  Object.fromEntries(schema.fields.map(({ name }) => [name, leads.map((lead) => lead[name]!)]));

const readByScore = (artifact: ModelArtifact, path: string, { told, sheet }: FileCase): Promise<Values> =>
  recordScored(artifact.schema, async () => {
    const { source, settings, close } = await openScoreInput(path, { encoding: told?.encoding, sheet });
    const decimal = told?.decimal;
    const options = { fileName: path, ...settings, ...(decimal === undefined ? {} : { decimal }) };
    await scoreFile(artifact, source, options, { write: () => {} }, { threads: 1 }).finally(close);
  });

const readByJob = (artifact: ModelArtifact, bytes: Uint8Array, fileName: string): Promise<Values> =>
  recordScored(artifact.schema, async () => {
    const world = createMemoryWorld();
    await world.publish(artifact);
    await world.files.write('leads/new', bytes, 'text/csv');
    const request = { fileName, sourceKey: 'leads/new', options: { reasons: 3 } };
    const { job } = await submitJob(world, 'leads', request);
    await runJobs(world, { chunkBytes: 400 });
    const ended = (await world.jobs.get(job.id))!;
    expect(ended).toMatchObject({ status: 'succeeded', result: { rejected: 0 } });
  });

async function readByBatch(artifact: ModelArtifact, path: string): Promise<Values> {
  const { data, fileName } = await openLeads(path);
  const { rows } = readLeadRows(data, fileName, artifact.schema);
  const checked = rows.map(({ values }) => validateLead(artifact.schema, values));
  expect(checked.filter(({ ok }) => !ok)).toEqual([]);
  return byField(
    artifact,
    rows.map(({ values }) => values),
  );
}

async function readByPage(artifact: ModelArtifact, bytes: Uint8Array, fileName: string): Promise<Values> {
  const file = await readLeadsFile(new File([Buffer.from(bytes)], fileName));
  const { schema } = artifact;
  const checked = checkRows(schema, file, guessMapping(schema, file.columns), undefined);
  expect(checked.filter((row) => 'errors' in row)).toEqual([]);
  return byField(
    artifact,
    checked.flatMap((row) => ('lead' in row ? [row.lead] : [])),
  );
}

test.each(files)('%s: every way of reading it gives the same values', async (_, subject, aCase) => {
  const path = join(__dirname, subject, aCase.file);
  const bytes = readFileSync(path);
  const { told, sheet } = aCase;
  const options = { encoding: told?.encoding, sheet };
  const source = { target: 'converted', force: true, ...told };
  const { schema, values: learned } = await readToTrain(path, source, options);
  const artifact = exampleArtifact({ schema, terms: [] });
  expect(Object.values(learned)[0]!.length).toBeGreaterThan(1);

  expect(await readByScore(artifact, path, aCase)).toEqual(learned);
  // The others are told nothing but the file.
  if (told?.encoding !== undefined || told?.decimal !== undefined || sheet !== undefined) return;
  expect(await readByBatch(artifact, path)).toEqual(learned);
  expect(await readByJob(artifact, bytes, aCase.file)).toEqual(learned);
  const { format, compressed } = detectForm(bytes, aCase.file);
  if (format === 'csv' && !compressed) expect(await readByPage(artifact, bytes, aCase.file)).toEqual(learned);
  else await expect(readByPage(artifact, bytes, aCase.file)).rejects.toThrow('expected a CSV file here');
});
