import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { readZip } from '../zip-entries.ts';
import { ACCOUNT_ID, REGION } from './account.ts';
import type { Outcome } from './function-worker.ts';

export interface EventSourceMapping {
  readonly functionName: string;
  readonly queueArn: string;
  readonly batchSize: number;
}

export interface DeployedFunctions {
  /** The function's answer. Rejects with its error. */
  invoke(name: string, event: unknown): Promise<unknown>;
  /** Queues that functions read. */
  eventSources(): Promise<readonly EventSourceMapping[]>;
  stop(): void;
}

interface Instance {
  readonly version: string;
  invoke(event: unknown): Promise<unknown>;
  stop(): void;
}

/**
 * Runs the functions as they are deployed: the archive that CloudFormation gave to Lambda, with its environment, in a thread
 * of its own that is started again when either changes. Moto holds functions, but runs them in Docker only.
 *
 * @param moto where the account is asked what is deployed, past the recording
 * @param proxy where the functions find AWS
 */
export function runDeployedFunctions(moto: string, proxy: string): DeployedFunctions {
  const options = {
    region: REGION,
    endpoint: moto,
    credentials: { accessKeyId: 'account', secretAccessKey: 'account' },
  };
  const cloudFormation = new CloudFormationClient(options);
  const s3 = new S3Client({ ...options, forcePathStyle: true });
  const folder = mkdtempSync(join(tmpdir(), 'scorelane-functions-'));
  const instances = new Map<string, Promise<Instance>>();

  // biome-ignore lint/suspicious/noExplicitAny: Lambda's answers
  async function askLambda(path: string): Promise<any> {
    const response = await fetch(`${moto}/2015-03-31/${path}`, {
      headers: {
        authorization: `AWS4-HMAC-SHA256 Credential=account/20260101/${REGION}/lambda/aws4_request`,
      },
    });
    if (!response.ok) throw new Error(`Lambda answered ${response.status} to ${path}`);
    return response.json();
  }

  async function find(name: string): Promise<Instance> {
    const { Configuration, Code } = await askLambda(`functions/${name}`);
    const variables = Configuration.Environment?.Variables ?? {};
    const version = createHash('sha256')
      .update(JSON.stringify([Code.Location, Configuration.CodeSha256, variables]))
      .digest('hex');
    const known = await instances.get(name)?.catch(() => undefined);
    if (known?.version === version) return known;
    const starting = start(
      name,
      version,
      new URL(Code.Location).pathname.slice(1),
      Configuration.Handler,
      variables,
    );
    instances.set(name, starting);
    known?.stop();
    return starting;
  }

  async function start(
    name: string,
    version: string,
    key: string,
    handler: string,
    variables: Readonly<Record<string, string>>,
  ): Promise<Instance> {
    const [, stage] = /^scorelane-(.+)-[^-]+$/.exec(name) ?? [];
    const { Stacks } = await cloudFormation.send(
      new DescribeStacksCommand({ StackName: `scorelane-${stage}` }),
    );
    const bucket = Stacks?.[0]?.Outputs?.find(
      ({ OutputKey }) => OutputKey === 'ServerlessDeploymentBucketName',
    )?.OutputValue;
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    const own = join(folder, `${name}-${version}`);
    for (const [path, bytes] of readZip(Buffer.from(await Body!.transformToByteArray()))) {
      mkdirSync(dirname(join(own, path)), { recursive: true });
      writeFileSync(join(own, path), bytes);
    }
    return startInstance(version, join(own, handler.replace(/\.\w+$/, '.js')), {
      ...Object.fromEntries(
        Object.entries(variables).map(([variable, value]) => [variable, atAccount(String(value), proxy)]),
      ),
      AWS_REGION: REGION,
      AWS_ENDPOINT_URL: proxy,
      AWS_ACCESS_KEY_ID: `function-${name}`,
      AWS_SECRET_ACCESS_KEY: 'function',
    });
  }

  return {
    async invoke(name, event) {
      return (await find(name)).invoke(event);
    },
    async eventSources() {
      const { EventSourceMappings } = await askLambda('event-source-mappings/');
      return EventSourceMappings.map(
        (mapping: { FunctionArn: string; EventSourceArn: string; BatchSize: number }) => ({
          functionName: mapping.FunctionArn.split(':')[6]!,
          queueArn: mapping.EventSourceArn,
          batchSize: mapping.BatchSize,
        }),
      );
    },
    stop() {
      for (const instance of instances.values()) void instance.then(({ stop }) => stop()).catch(() => {});
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A queue's address, which names AWS's host. */
const atAccount = (value: string, proxy: string): string =>
  value.replace(new RegExp(`^https?://[^/]+(?=/${ACCOUNT_ID}/)`), proxy);

function startInstance(version: string, bundle: string, env: Readonly<Record<string, string>>): Instance {
  const worker = new Worker(new URL('./function-worker.ts', import.meta.url), {
    workerData: { bundle },
    env,
    // What a function logs is CloudWatch's.
    stdout: true,
    stderr: true,
  });
  const waiting = new Map<number, { resolve(answer: unknown): void; reject(error: Error): void }>();
  let id = 0;
  const failAll = (error: Error) => {
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  };
  worker.on('message', (outcome: Outcome) => {
    const asked = waiting.get(outcome.id);
    waiting.delete(outcome.id);
    if ('answer' in outcome) asked?.resolve(outcome.answer);
    else asked?.reject(Object.assign(new Error(outcome.error.message), { name: outcome.error.name }));
  });
  worker.on('error', failAll);
  worker.on('exit', () => failAll(new Error('the function ended without an answer')));
  return {
    version,
    invoke: (event) =>
      new Promise((resolve, reject) => {
        id += 1;
        waiting.set(id, { resolve, reject });
        worker.postMessage({ id, event });
      }),
    stop: () => void worker.terminate(),
  };
}
