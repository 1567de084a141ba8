import type { Client, Job } from '../../lib/client/index.ts';
import { InputError } from '../../lib/errors.ts';
import type { CellType } from '../../lib/files/results/cell-type.ts';
import { resultTypes } from '../../lib/files/results/result-types.ts';
import { unpackGzip } from '../../lib/files/text/unpack-gzip.ts';
import { leadSchemaFromJson } from '../../lib/lead/schema-from-json.ts';
import { OutputFiles } from '../files/output-files.ts';
import type { OutputTarget } from '../files/output-target.ts';
import { openResultWriter } from '../files/result-writer.ts';
import { hint } from '../terminal/hint.ts';
import { printNote } from '../terminal/print.ts';
import { whileShowing } from '../terminal/progress.ts';
import type { ClaimedOutput } from './claim-results.ts';

const OPENING_BRACE = 123;

/**
 * Writes a result of a job, whole or not at all, in the form that is wanted: the stack gives CSV or JSON Lines, packed by gzip where the
 * job's file was. It is converted on the way.
 *
 * @throws {InputError} it cannot be downloaded
 */
export async function downloadResult(
  client: Client,
  job: Job,
  url: string,
  { option, target, form, formulas = 'keep' }: ClaimedOutput,
  signal: AbortSignal,
  silent: boolean,
): Promise<OutputTarget> {
  const response = await fetch(url, { signal });
  if (!response.ok || response.body === null)
    throw new InputError(
      `the result cannot be downloaded: HTTP ${response.status}. Its address holds for a while only: to get a new one: ${hint(['jobs', 'watch', job.job_id, option, target.name])}`,
    );
  const { blocks, from } = await openText(response.body, job.file_name);
  const types = form.format === from ? new Map<string, CellType>() : await findTypes(client, job, signal);
  const output = new OutputFiles([{ target }], () => {
    printNote(
      `interrupted: ${target.name} was not written. The stack keeps the result. To download it: ${hint(['jobs', 'watch', job.job_id, option, target.name])}`,
    );
    return false;
  });
  try {
    const rewrite = form.format === 'csv' && formulas === 'escape';
    const result = openResultWriter(output.writers[0]!, { form, target, from, types, formulas, rewrite });
    const total = Number(response.headers.get('content-length') ?? 0);
    let done = 0;
    await whileShowing('Downloading', silent, async ({ show }) => {
      for await (const block of blocks) {
        result.write(block);
        done += block.length;
        // Of a packed result the size is not known.
        show({ what: 'Downloading', done, total: done > total ? 0 : total, unit: 'bytes' });
      }
    });
    await result.end();
    output.finish();
  } catch (error) {
    output.discard();
    throw error;
  }
  return target;
}

/** The text, unpacked, and what it is by its first sign. */
async function openText(body: AsyncIterable<Uint8Array>, fileName: string) {
  const packed = await peek(body[Symbol.asyncIterator]());
  const isPacked = packed.first[0] === 0x1f && packed.first[1] === 0x8b;
  const text = isPacked ? await peek(unpackGzip(packed.all(), fileName)[Symbol.asyncIterator]()) : packed;
  const from: 'csv' | 'jsonl' = text.first[0] === OPENING_BRACE ? 'jsonl' : 'csv';
  return { blocks: text.all(), from };
}

async function peek(blocks: AsyncIterator<Uint8Array>) {
  const held: Uint8Array[] = [];
  let size = 0;
  let done = false;
  while (size < 2 && !done) {
    const next = await blocks.next();
    done = next.done === true;
    if (next.done) break;
    held.push(next.value.slice());
    size += next.value.length;
  }
  return {
    first: Buffer.concat(held),
    async *all() {
      yield* held;
      for (let next = await blocks.next(); !next.done; next = await blocks.next()) yield next.value;
    },
  };
}

/** What the columns are, as the model that scored them says. */
async function findTypes(
  client: Client,
  { model: { name, version } }: Job,
  signal: AbortSignal,
): Promise<Map<string, CellType>> {
  const described = await client.schema({ model: `${name}@${version}`, signal });
  return resultTypes(leadSchemaFromJson(described));
}
