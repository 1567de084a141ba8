import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { SQSEvent } from 'aws-lambda';
import { startEventSource } from '../../../infra/local/event-source.ts';
import { sqsSourceQueue } from '../../../infra/local/sqs-source-queue.ts';
import { ACCOUNT_ID, REGION } from './account.ts';
import { startProxy } from './account-proxy.ts';
import { startApiFront } from './api-front.ts';
import { runDeployedFunctions } from './deployed-functions.ts';

/**
 * main.ts PYTHON PORT: an AWS account in a process of its own, because Jest cannot load what it is made of. Prints where it
 * answers, then a line of JSON for each line of JSON that it is asked; ends with its standard input.
 */
const [python = 'python3', port = '0'] = process.argv.slice(2);
const READY_WITHIN_MS = 60_000;
const LOOK_AGAIN_MS = 200;

const moto = `http://127.0.0.1:${port}`;
const front = await startApiFront();
const child = spawn(python, [join(import.meta.dirname, 'moto_account.py'), port, front.endpoint], {
  stdio: ['ignore', 'ignore', process.env.SCORELANE_ACCOUNT_LOG === '1' ? 'inherit' : 'ignore'],
});
const exited = once(child, 'exit');
const deadline = Date.now() + READY_WITHIN_MS;
while (
  !(await fetch(`${moto}/moto-api/`).then(
    (response) => response.ok,
    () => false,
  ))
) {
  if (child.exitCode !== null || Date.now() > deadline) throw new Error('moto did not start');
  await pause(LOOK_AGAIN_MS);
}
const proxy = await startProxy(moto);
const functions = runDeployedFunctions(moto, proxy.endpoint);
front.functions = functions;

const sqs = new SQSClient({
  region: REGION,
  endpoint: moto,
  credentials: { accessKeyId: 'account', secretAccessKey: 'account' },
});
const log = (...words: string[]) => {
  if (process.env.SCORELANE_ACCOUNT_LOG === '1') console.error(...words);
};
const polled = new Map<string, () => Promise<void>>();
/** Lambda notices a new event source by itself. */
async function pollSources(): Promise<void> {
  for (const { functionName, queueArn, batchSize } of await functions.eventSources()) {
    if (polled.has(queueArn)) continue;
    const source = {
      batchSize,
      reportBatchItemFailures: true,
      concurrency: 1,
      queue: sqsSourceQueue(sqs, `${moto}/${ACCOUNT_ID}/${queueArn.split(':').at(-1)}`, queueArn),
      invoke: (event: SQSEvent) => functions.invoke(functionName, event),
      report: (problem: string) => log(functionName, problem),
    };
    polled.set(queueArn, startEventSource(source));
  }
}
const looking = setInterval(() => void pollSources().catch(() => {}), 500);

process.stdout.write(`${JSON.stringify({ endpoint: proxy.endpoint, front: front.endpoint })}\n`);
for await (const line of createInterface(process.stdin)) {
  const { calls, faults, wrongVersions, concurrency } = JSON.parse(line);
  if (faults !== undefined) proxy.faults = faults;
  if (concurrency !== undefined) proxy.concurrency = concurrency;
  if (wrongVersions !== undefined) {
    front.wrongVersions.clear();
    for (const version of wrongVersions) front.wrongVersions.add(version);
  }
  const answer = {
    ...(calls && { calls: proxy.calls() }),
    log: proxy.log,
    isProtected: [...proxy.isProtected],
  };
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
clearInterval(looking);
functions.stop();
front.stop();
proxy.stop();
child.kill();
await exited;
process.exit(0);
