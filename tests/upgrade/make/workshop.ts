import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { PurgeQueueCommand, SetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { type Client, createClient } from '../../../lib/client/index.ts';
import { type LocalStack, startLocalStack } from '../../support/local-stack.ts';
import { runCli } from '../../support/run-cli.ts';
import { until } from '../../support/until.ts';
import type { KnownKey, KnownRequest, Replay } from '../known.ts';
import { createStackTools, type StackTools } from '../stack-tools.ts';

export const LEAD = {
  first_contact: '2026-06-24',
  source: 'organic search',
  industry: 'software',
  country: 'DE',
  employees: 66,
  visits: 3,
  pages_viewed: 6,
  email_opened: true,
  demo_requested: true,
};
/** With a missing value, one that no past lead had, and one far beyond all of them. */
export const LEADS = [
  LEAD,
  { ...LEAD, source: 'referral', country: 'US', employees: null, visits: 14, demo_requested: false },
  {
    ...LEAD,
    source: 'carrier pigeon',
    first_contact: '2031-01-01',
    employees: 1_000_000,
    email_opened: null,
  },
];
/** Of the file that jobs are about; the first of them does not fit the model. */
export const LEAD_FILE_ROWS = 12;
/** Nothing listens there. */
export const CLOSED_ADDRESS = 'http://127.0.0.1:9/';

export const sha256 = (data: Uint8Array): string => createHash('sha256').update(data).digest('hex');
/** How models are trained on a sample. */
export const TRAIN = ['--target', 'converted', '--drop', 'lead_id', '--folds', '3'];

/** A folder to work in, thrown away at the end, and the command in it. */
export function createWorkplace() {
  const folder = mkdtempSync(join(tmpdir(), 'scorelane-upgrade-'));
  async function cli(...args: string[]): Promise<void> {
    const { status, stdout, stderr } = await runCli(args, { cwd: folder });
    if (status !== 0)
      throw new Error(`scorelane ${args.join(' ')} ended with ${status}:\n${stdout}${stderr}`);
  }
  return {
    cli,
    path: (name: string) => join(folder, name),
    async sample(file: string, rows: number, seed: number): Promise<string> {
      await cli('sample', '--out', file, '--rows', `${rows}`, '--seed', `${seed}`, '--force');
      return readFileSync(join(folder, file), 'utf8');
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** A running stack that is filled. */
export interface Workshop {
  readonly place: ReturnType<typeof createWorkplace>;
  readonly stack: LocalStack;
  readonly tools: StackTools;
  readonly keys: Readonly<Record<string, KnownKey>>;
  /** Clients with the keys `admin` and `predict`. */
  readonly client: Client;
  readonly caller: Client;
  readonly secretOf: (key: string) => string;
  readonly put: (key: string, body: string | Uint8Array) => Promise<unknown>;
  /** Holds what an action puts on a queue, so that no function gets it: the bodies of the messages. */
  readonly hold: (queue: string, messages: number, action: () => Promise<unknown>) => Promise<string[]>;
  /** Makes a request that has an Idempotency-Key, and keeps it; resolves to a member of the answer. */
  readonly keepReplay: (
    key: string,
    request: KnownRequest & { readonly body: unknown },
    otherBody: unknown,
    member: string,
  ) => Promise<string>;
  readonly replays: readonly Replay[];
}

/** Starts a stack that is not left behind, whatever goes wrong until it is stopped. */
export async function startStack(
  dataDir: string,
  env: Readonly<Record<string, string>>,
): Promise<LocalStack> {
  const stack = await startLocalStack({ dataDir, env });
  const end = () => process.kill(stack.pid);
  process.once('exit', end);
  void stack.exited.then(() => process.off('exit', end));
  return stack;
}

export function openWorkshop(place: Workshop['place'], stack: LocalStack, keys: Workshop['keys']): Workshop {
  const tools = createStackTools(stack);
  const secretOf = (key: string) => keys[key]!.key;
  const clientOf = (key: string) => createClient({ baseUrl: stack.apiUrl, apiKey: secretOf(key) });
  const replays: Replay[] = [];
  return {
    place,
    stack,
    tools,
    keys,
    client: clientOf('admin'),
    caller: clientOf('predict'),
    secretOf,
    replays,
    put: (Key, Body) => tools.s3.send(new PutObjectCommand({ Bucket: stack.resources.Bucket!, Key, Body })),

    async hold(queue, messages, action) {
      const QueueUrl = stack.resources[queue]!;
      const setDelay = (DelaySeconds: string) =>
        tools.sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { DelaySeconds } }));
      await setDelay('900');
      await action();
      const bodies = await until(`${messages} messages on ${queue}`, async () => {
        const inspection = `${new URL(QueueUrl).origin}/_fauxqs/queues/${QueueUrl.split('/').at(-1)}`;
        const answer = (await (await fetch(inspection)).json()) as {
          messages: { delayed: { body: string }[] };
        };
        const { delayed } = answer.messages;
        return delayed.length >= messages ? delayed.map(({ body }) => body) : undefined;
      });
      await tools.sqs.send(new PurgeQueueCommand({ QueueUrl }));
      await setDelay('0');
      return bodies;
    },

    async keepReplay(key, request, otherBody, member) {
      const { status, body } = await tools.ask(secretOf(key), request);
      if (status >= 300) throw new Error(JSON.stringify(body));
      const answer = { [member]: body[member] };
      replays.push({ key, request, status, answer, otherBody, other: { status: 0, type: '' } });
      return body[member];
    },
  };
}
