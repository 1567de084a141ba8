import { spawnSync } from 'node:child_process';
import { mkdtempSync, openAsBlob, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createClient } from '../lib/client/index.ts';
import { startLocalStack } from '../tests/support/local-stack.ts';
import { describeMachine } from './machine.ts';
import { makeTable } from './make-table.ts';
import { trainModel } from './train-model.ts';

/**
 * npm run bench:job [-- --rows 1000000] (after npm run build): a large file through the splitter, the queue, the workers and
 * the joiner of a local stack of its own. Exits with 1 when the result is not, byte for byte, that of `scorelane score`.
 */
const MOST_ROWS = 2_000_000;
const { values } = parseArgs({ options: { rows: { type: 'string', default: '1000000' } } });
const rows = Math.min(MOST_ROWS, Number(values.rows));
const folder = mkdtempSync(join(tmpdir(), 'scorelane-job-'));
const stack = await startLocalStack();
try {
  const [table, expected] = [join(folder, 'table.csv'), join(folder, 'expected.csv')];
  makeTable(table, rows);
  const model = trainModel(table, folder);
  const scorelane = (...args: string[]) => {
    const { status, stderr } = spawnSync(
      process.execPath,
      [join(import.meta.dirname, '../cli/main.ts'), ...args],
      { encoding: 'utf8', env: { ...process.env, SCORELANE_DATA_DIR: stack.dataDir } },
    );
    if (status !== 0) throw new Error(stderr);
  };
  scorelane('publish', model);
  scorelane('score', model, table, '--out', expected);
  const client = createClient({ baseUrl: stack.apiUrl });
  const start = performance.now();
  const { job_id } = await client.submitJob(await openAsBlob(table), {
    fileName: 'table.csv',
    model: 'leads@v2',
  });
  const job = await client.waitJob(job_id);
  const seconds = (performance.now() - start) / 1000;
  if (job.result === null) throw new Error(`${job.status}: ${job.error?.message}`);
  const result = Buffer.from(await (await fetch(job.result.url)).arrayBuffer());
  const isSame = result.equals(readFileSync(expected));
  console.log(`${describeMachine()}
${job.scored.toLocaleString('en-US')} of ${job.rows.toLocaleString('en-US')} rows scored, ${(statSync(table).size / 1e6).toFixed(0)} MB in ${job.chunks.total} chunks, ${seconds.toFixed(0)} s
${isSame ? 'byte for byte' : 'NOT'} what scorelane score gives (${(result.length / 1e6).toFixed(0)} MB)`);
  process.exitCode = isSame && job.scored === rows ? 0 : 1;
} finally {
  await stack.stop();
  rmSync(folder, { recursive: true, force: true });
}
