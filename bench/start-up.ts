import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { describeMachine } from './machine.ts';
import { median } from './measure.ts';

/**
 * npm run bench:start-up (after npm run build): how much longer Node takes to start with a function's bundle loaded
 * than without, in 20 runs that alternate, and what the bundle is made of. Milliseconds differ from machine to machine,
 * so the clients of S3, SQS, DynamoDB and CloudFormation, bundled alone, run in turn with them as a yardstick.
 */
const RUNS = 20;
const BIGGEST = 8;
const FUNCTIONS = ['api', 'score-leads'] as const;
const root = join(import.meta.dirname, '..');
/** What the functions read at their start; nothing is called. */
const ENVIRONMENT = {
  PATH: process.env.PATH,
  AWS_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'none',
  AWS_SECRET_ACCESS_KEY: 'none',
  PREDICTIONS_TABLE: 'predictions',
  REFERENCES_TABLE: 'references',
  OUTCOMES_TABLE: 'outcomes',
  KEPT_LEADS_TABLE: 'kept-leads',
  OUTCOME_DAYS: '400',
  LEAD_DAYS: '0',
  REGISTRY_TABLE: 'registry',
  SCORE_QUEUE_URL: 'http://127.0.0.1:9/queue',
  WEBHOOK_QUEUE_URL: 'http://127.0.0.1:9/queue',
  JOB_STEP_QUEUE_URL: 'http://127.0.0.1:9/queue',
  JOB_CHUNK_QUEUE_URL: 'http://127.0.0.1:9/queue',
  TRAINING_MACHINE_ARN: 'arn:aws:states:us-east-1:000000000000:stateMachine:none',
  WEBHOOK_HOSTS: 'public',
  STAGE: 'bench',
  METRICS: 'off',
  BUCKET: 'bucket',
  MODEL_NAME: 'leads',
  RECORD_TTL_DAYS: '30',
  ALIAS_TTL_SECONDS: '30',
  API_AUTH: 'required',
};

function start(script: string): number {
  const from = performance.now();
  const { status, stderr } = spawnSync(process.execPath, ['-e', script], {
    env: ENVIRONMENT,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
  return performance.now() - from;
}

const folder = mkdtempSync(join(tmpdir(), 'scorelane-start-up-'));
process.once('exit', () => rmSync(folder, { recursive: true }));
const yardstick = await bundleClients(join(folder, 'clients.js'));

console.log(`${describeMachine()}; medians of ${RUNS} alternating runs, milliseconds`);
for (const name of FUNCTIONS) {
  const bundle = join(root, '.build', name, 'index.js');
  const [bare, loaded, clients]: [number[], number[], number[]] = [[], [], []];
  for (let run = -1; run < RUNS; run++) {
    const times = [start(''), start(load(bundle)), start(load(yardstick))] as const;
    if (run < 0) continue; // The file cache is cold.
    bare.push(times[0]);
    loaded.push(times[1]);
    clients.push(times[2]);
  }
  const overBare = (times: readonly number[]) => median(times.map((time, i) => time - bare[i]!));
  const [own, others] = [overBare(loaded), overBare(clients)];
  console.log(
    `${name}: ${own.toFixed(0)} over bare Node (${median(loaded).toFixed(0)} against ${median(bare).toFixed(0)}); ` +
      `four clients of the SDK alone: ${others.toFixed(0)}; ratio ${(own / others).toFixed(2)}`,
  );
  const parts = readParts(name);
  const total = [...parts.values()].reduce((sum, bytes) => sum + bytes, 0);
  for (const [part, bytes] of [...parts].sort((a, b) => b[1] - a[1]).slice(0, BIGGEST)) {
    console.log(
      `  ${(bytes / 1024).toFixed(0).padStart(5)} KB  ${((100 * bytes) / total).toFixed(0).padStart(3)} %  ${part}`,
    );
  }
}

function load(file: string): string {
  return `require(${JSON.stringify(file)})`;
}

/** The usual way to bundle the SDK: a command of each client, the search for credentials included. */
async function bundleClients(outfile: string): Promise<string> {
  const used = { S3: 'GetObject', SQS: 'SendMessage', DynamoDB: 'GetItem', CloudFormation: 'DescribeStacks' };
  const clients = Object.entries(used).map(
    ([name, command]) =>
      `import { ${name}Client, ${command}Command } from '@aws-sdk/client-${name.toLowerCase()}';` +
      `export const ${name} = [new ${name}Client({}), ${command}Command];`,
  );
  await build({
    stdin: { contents: clients.join('\n'), resolveDir: root },
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'cjs',
    mainFields: ['module', 'main'],
    minify: true,
  });
  return outfile;
}

/** Bytes of the bundle by package; our own code by folder. */
function readParts(name: string): Map<string, number> {
  const { outputs } = JSON.parse(readFileSync(join(root, '.build/meta', `${name}.json`), 'utf8')) as {
    outputs: Record<string, { inputs: Record<string, { bytesInOutput: number }> }>;
  };
  const parts = new Map<string, number>();
  for (const { inputs } of Object.values(outputs)) {
    for (const [path, { bytesInOutput }] of Object.entries(inputs)) {
      const part =
        /node_modules\/((?:@[^/]+\/)?[^/]+)(?!.*node_modules)/.exec(path)?.[1] ??
        path.split('/').slice(0, 2).join('/');
      parts.set(part, (parts.get(part) ?? 0) + bytesInOutput);
    }
  }
  return parts;
}
