import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { parquetWriteBuffer } from 'hyparquet-writer';
import * as z from 'zod/mini';
import { JSON_SHAPES, WITHOUT_JSON } from '../../cli/json-shapes.ts';
import { shortId } from '../../cli/short-id.ts';
import { openRegistry } from '../../cli/stage.ts';
import { type Client, createClient } from '../../lib/client/index.ts';
import { encodeLeadMessage } from '../../lib/prediction/lead-message.ts';
import { startFakeMlflow } from '../support/fake-mlflow.ts';
import { type Example, listExamples, listLeaves } from '../support/list-commands.ts';
import { type LocalStack, startLocalStack } from '../support/local-stack.ts';
import { NODE_24, ROOT } from '../support/node24.ts';
import { writeXlsx } from '../support/write-xlsx.ts';

/**
 * Every example of every `--help` is run, as it stands, in a folder with the files that it names; a new one is run without a word here.
 * Only what a reader would put in is put in: ids, addresses of others, and a deployed stage becomes the local one. Where a person would be
 * asked, `--yes` is added. Then each command is run with `--json`, and what it prints is held against its declared shape.
 */
jest.setTimeout(300_000);

const folder = mkdtempSync(join(tmpdir(), 'scorelane-examples-'));
const at = (name: string) => join(folder, name);
const EXAMPLES = listExamples();
const REFERENCE = '00Q5e000001AbCd';

/** Thousands of leads of other examples may come first, on a machine that does other things, too. */
const PATIENCE_MS = 300_000;

let stack: LocalStack;
let api: Client;
let mlflow: Awaited<ReturnType<typeof startFakeMlflow>>;
let receiver: Server;
let bucket: string;

interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** In bash, without a terminal and without this machine's own settings. */
async function run(line: string, cwd = folder): Promise<Ended> {
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([key]) => !/^(AWS|SCORELANE)_/.test(key)),
  );
  const prelude = `scorelane() { "${NODE_24}" "${join(ROOT, 'cli/main.ts')}" "$@"; }; compdef() { :; }`;
  const child = spawn('bash', ['-c', `${prelude}\n${line}`], {
    cwd,
    env: { ...env, HOME: cwd, SCORELANE_DATA_DIR: stack.dataDir, AWS_REGION: 'eu-central-1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [out, err]: string[][] = [[], []];
  child.stdout.setEncoding('utf8').on('data', (text: string) => out!.push(text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => err!.push(text));
  const [status] = await once(child, 'close');
  return { status, stdout: out!.join(''), stderr: err!.join('') };
}

async function succeed(line: string): Promise<string> {
  const ended = await run(line);
  if (ended.status !== 0) throw new Error(`$ ${line}\n${ended.stdout}${ended.stderr}? ${ended.status}`);
  return ended.stdout;
}

const LEAD = {
  ...{ first_contact: '2026-06-24', source: 'referral', industry: 'software', country: 'DE', employees: 66 },
  ...{ visits: 9, pages_viewed: 14, email_opened: true, demo_requested: false },
};

beforeAll(async () => {
  [stack, mlflow] = await Promise.all([
    startLocalStack({ env: { ALIAS_TTL_SECONDS: '0' } }),
    startFakeMlflow(),
  ]);
  receiver = createServer((_, response) => response.end()).listen(0, '127.0.0.1');
  await once(receiver, 'listening');
  api = createClient({ baseUrl: stack.apiUrl });
  bucket = stack.environment.BUCKET!;
  await makeFiles();
  const train = 'scorelane train leads.csv --target converted --trainer logistic --folds 2';
  await succeed(`${train} --out model`);
  // One version again and again: none is worse than another.
  await succeed('scorelane publish model/model.json --promote');
  for (let version = 3; version <= 5; version++) await succeed('scorelane publish model/model.json');
  await succeed('scorelane models promote leads@v3 --alias challenger --yes');
  await succeed(`scorelane upload ${bucket} new-leads.csv --prefix crm/`);
  await succeed(`scorelane upload ${bucket} crm.csv --prefix outcomes/`);
  await succeed('scorelane create-bucket acme-models');
}, 300_000);

afterAll(async () => {
  receiver?.close();
  await Promise.all([stack?.stop(), mlflow?.close()]);
  for (const path of [folder, ...opened]) rmSync(path, { recursive: true, force: true });
});

/** What the examples name. */
async function makeFiles(): Promise<void> {
  await succeed('scorelane sample --rows 600 --out leads.csv');
  await succeed('scorelane sample --rows 600 --dates --out dated.csv');
  const [header, ...lines] = readFileSync(at('leads.csv'), 'utf8').trim().split('\n');
  const names = header!.split(',');
  const outcome = names.indexOf('converted');
  const rows = lines.map((line) => line.split(','));
  const write = (name: string, cells: readonly (readonly string[])[]) =>
    writeFileSync(at(name), `${cells.map((row) => row.join(',')).join('\n')}\n`);
  const without = (row: readonly string[]) => row.filter((_, i) => i !== outcome);
  const fresh = [names, ...rows.slice(0, 40)].map(without);
  write('new-leads.csv', fresh);
  const stages = ['Won', 'Lost', 'Reopened', 'Called', 'Proposal', 'Disqualified'];
  const closed = rows.map((row, i) => {
    const stage = stages[i % stages.length]!;
    return [
      ...without(row),
      stage,
      stage === 'Proposal' ? '' : '2026-01-31',
      stage === 'Won' ? `${i}.5` : '',
    ];
  });
  write('crm.csv', [[...without(names), 'stage', 'closed_on', 'amount'], ...closed]);
  const today = new Date().toISOString().slice(0, 10);
  write('old-scores.csv', [
    ['lead_id', 'scored_on', 'p'],
    ...rows.map(([id], i) => [id!, today, `0.${1 + (i % 9)}`]),
  ]);
  await succeed('scorelane sample --rows 400 --seed 9 --out later-leads.csv');
  // A lead converted when its key stands there.
  write('deals.csv', [
    ['lead_id'],
    ...rows.filter((row) => /^(1|yes|true)$/i.test(row[outcome]!)).map(([id]) => [id!]),
  ]);
  write('bank.csv', [
    ['age', 'balance', 'job', 'duration', 'y'],
    ...Array.from({ length: 400 }, (_, i) => {
      const yes = (i * 7) % 10 < 3;
      return [
        `${20 + (i % 50)}`,
        `${(i * 37) % 2000}`,
        ['admin', 'student', 'retired'][i % 3]!,
        `${yes ? 400 + i : i}`,
        yes ? 'yes' : 'no',
      ];
    }),
  ]);
  for (const name of ['leads.csv', 'new-leads.csv', 'crm.csv'])
    writeFileSync(at(`${name}.gz`), gzipSync(readFileSync(at(name))));
  const values = fresh
    .slice(1)
    .map((cells) => Object.fromEntries(cells.map((cell, i) => [fresh[0]![i]!, cell])));
  writeFileSync(
    at('new-leads.jsonl.gz'),
    gzipSync(values.map((lead) => `${JSON.stringify(lead)}\n`).join('')),
  );
  writeFileSync(at('new-leads.xlsx'), writeXlsx(fresh, 'March'));
  const columnData = fresh[0]!.map((name) => ({
    name,
    data: values.map((lead) => lead[name]!),
    type: 'STRING' as const,
  }));
  writeFileSync(at('new-leads.parquet'), new Uint8Array(parquetWriteBuffer({ columnData })));
  writeFileSync(at('lead.json'), JSON.stringify(LEAD));
  // Models of these leads, which other libraries made.
  cpSync(join(ROOT, 'tests/golden/imports'), folder, { recursive: true });
  mkdirSync(at('.config/fish/completions'), { recursive: true });
}

/** A training that has ended is made once; it takes long. */
const trained = new Map<number, Promise<string>>();
const endedTraining = (n: number) => {
  const found =
    trained.get(n) ?? startTraining().then(async (id) => (await api.waitTraining(id)).training_id);
  trained.set(n, found);
  return found;
};

async function startTraining(): Promise<string> {
  const key = `datasets-of-tests/${Date.now()}.csv`;
  await succeed(
    `cp leads.csv ${key.split('/')[1]} && scorelane upload ${bucket} ${key.split('/')[1]} --prefix datasets-of-tests/`,
  );
  const settings = { target: 'converted', trainers: ['logistic' as const], folds: 2 };
  return (await api.startTraining({ ...settings, dataset: key, model: 'runs' })).training_id;
}

const submitLead = async (): Promise<string> =>
  (await api.predict(LEAD, { reference: REFERENCE })).prediction_id;

/** Ids for the examples of a command: the first one for the first id in it, and so on. */
async function makeIds(path: string): Promise<string[]> {
  const [group] = path.split(' ');
  switch (path) {
    case 'runs cancel':
      return [await startTraining()];
    case 'keys list':
    case 'keys create':
      return [];
    default:
  }
  switch (group) {
    case 'runs':
      return Promise.all([endedTraining(0), endedTraining(1)]);
    case 'jobs': {
      const rows = path === 'jobs cancel' ? 40_000 : 20;
      const [header, ...lines] = readFileSync(at('new-leads.csv'), 'utf8').trim().split('\n');
      const text = [header, ...Array.from({ length: rows }, (_, i) => lines[i % lines.length])].join('\n');
      const { job_id } = await api.submitJob(new Blob([text]), { fileName: 'leads.csv' });
      if (path !== 'jobs cancel') await api.waitJob(job_id, { timeoutMs: PATIENCE_MS });
      return [job_id];
    }
    case 'batches': {
      const leads = Array.from({ length: path === 'batches cancel' ? 1000 : 2 }, () => LEAD);
      // Those before it keep the worker busy.
      const busy = path === 'batches cancel' ? 4 : 0;
      for (let n = 0; n < busy; n++) await api.submitBatch(leads);
      return [(await api.submitBatch(leads)).batch_id];
    }
    case 'keys':
      return [(JSON.parse(await succeed('scorelane keys create test --json')) as { id: string }).id];
    case 'dead-letters':
      return [await keepLetter()];
    case 'webhooks': {
      const { port } = receiver.address() as AddressInfo;
      const accepted = await api.submit(LEAD, { webhook: `http://127.0.0.1:${port}/scored` });
      return [(await api.wait(accepted.prediction_id, { timeoutMs: PATIENCE_MS })).prediction_id];
    }
    case 'leads':
    case 'explain-change':
    case 'get':
    case 'verify':
    case 'erase': {
      const ids = [await submitLead(), await submitLead()];
      writeFileSync(at('receipt.json'), JSON.stringify(await api.get(ids[0]!)));
      return ids;
    }
    default:
      return [];
  }
}

async function keepLetter(): Promise<string> {
  process.env.SCORELANE_DATA_DIR = stack.dataDir;
  const { deadLetters, registry } = await openRegistry('local');
  const id = crypto.randomUUID();
  const model = (await registry.listVersions('leads'))[0]!;
  const body = encodeLeadMessage({ model, items: [{ id: await submitLead(), lead: LEAD }] });
  const now = new Date();
  await deadLetters.keep({ id, body, receiveCount: 5, sentAt: now, givenUpAt: now });
  return id;
}

/** A training of the history of this folder. */
async function localRun(): Promise<string> {
  const { runs } = JSON.parse(await succeed('scorelane runs list --all --json')) as {
    readonly runs: readonly { readonly run_id: string }[];
  };
  return runs[0]!.run_id;
}

const LOCAL_ID = /\b[0-9a-f]{10}\b/;
const ID = /\b[0-9a-f]{8}(?:(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})?\b/g;

/** The example as a reader would type it here. */
async function adapt({ path, line }: Example): Promise<string> {
  const ids = await makeIds(path);
  const named = [...new Set(line.match(ID) ?? [])];
  const run = LOCAL_ID.test(line) ? await localRun() : '';
  const { port } = receiver.address() as AddressInfo;
  const typed = line
    // As short as it is shown.
    .replace(ID, (id) => {
      const own = ids[named.indexOf(id)];
      return own === undefined ? id : id.length === 8 ? shortId(own) : own;
    })
    .replace(LOCAL_ID, run)
    .replace(/--stage (dev|prod|aws)\b/, '--stage local')
    .replace('s3://my-bucket/crm/leads.csv', `s3://${bucket}/crm/new-leads.csv`)
    .replace('s3://my-bucket/outcomes/', `s3://${bucket}/outcomes/`)
    .replace('http://127.0.0.1:5000', mlflow.url)
    .replace('https://crm.example.com/scored', `http://127.0.0.1:${port}/scored`);
  const asks =
    /^(models promote|erase|leads erase|batches erase)$/.test(path) && !/--yes|--dry-run/.test(line);
  return asks ? addOption(typed, '--yes') : typed;
}

/** Before a comment, a pipe or the name of a file. */
const addOption = (line: string, option: string): string =>
  line.replace(
    /^(.*?)(\s*(?:[#|>].*)?)$/,
    (_, command: string, rest: string) => `${command} ${option}${rest}`,
  );

/** The files that examples name, anew for each, without those that its command writes. */
function openFolder(path: string): string {
  const cwd = mkdtempSync(join(tmpdir(), 'scorelane-example-'));
  opened.push(cwd);
  cpSync(folder, cwd, { recursive: true });
  if (path === 'train' || path === 'import') rmSync(join(cwd, 'model'), { recursive: true });
  if (path === 'sample') rmSync(join(cwd, 'leads.csv'));
  return cwd;
}
const opened: string[] = [];

/** The example as it is typed, with what it ended with. What ended before it could be canceled is made anew. */
async function runExample(example: Example, change = (line: string) => line) {
  for (let tries = 1; ; tries++) {
    const line = change(await adapt(example));
    const ended = await run(`set -o pipefail; ${line}`, openFolder(example.path));
    const late = example.path.endsWith(' cancel') && /cannot be canceled/.test(ended.stderr);
    if (!late || tries === 10) return { line, ...ended };
  }
}

test.each(EXAMPLES.map((example) => [example.line, example] as const))('$ %s', async (_, example) => {
  const { line, ...ended } = await runExample(example);
  // `head` may go away before all of a result is written.
  const expected = line.endsWith('| head') ? [0, 141] : [0];
  if (!expected.includes(ended.status!))
    throw new Error(`$ ${line}\n${ended.stdout}${ended.stderr}? ${ended.status}`);
});

describe('--json', () => {
  const leaves = listLeaves().filter((path) => !WITHOUT_JSON.includes(path));
  test.each(leaves)('scorelane %s', async (path) => {
    const example = EXAMPLES.find(
      (one) => one.path === path && !/ - |[|>]|--json|--format/.test(one.line.replace(/#.*/, '')),
    )!;
    const { line, status, stdout, stderr } = await runExample(example, (typed) =>
      // The example above has uploaded it before.
      addOption(typed, path === 'upload' ? '--json --force' : '--json'),
    );
    if (status !== 0) throw new Error(`$ ${line}\n${stdout}${stderr}? ${status}`);
    const parsed = z.safeParse(JSON_SHAPES[path]!, JSON.parse(stdout));
    expect(parsed.success ? [] : [line, ...parsed.error.issues]).toEqual([]);
  });
});
