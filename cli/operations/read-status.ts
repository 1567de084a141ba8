import { type Client, ConnectionError, createClient, type Training } from '../../lib/client/index.ts';
import { messageOf } from '../../lib/errors.ts';
import type { ApiOptions } from '../api-client.ts';
import { describeLocalStack, findLocalStack } from '../local-stack.ts';
import { openRegistry, resolveStage, type Stage } from '../stage.ts';
import { describeError } from '../terminal/describe-error.ts';

/** What `scorelane status` knows; `cli/json-shapes.ts` describes it. */
export interface Status {
  readonly status: 'ok' | 'degraded' | 'failing' | 'unreachable' | 'not_running';
  /** The stage, such as `dev` or `local`; null where `--url` names an address instead. */
  readonly stage: string | null;
  readonly api_url: string | null;
  readonly local: { readonly data_dir: string; readonly pid: number; readonly page_url: string } | null;
  readonly checks: Readonly<Record<string, Readonly<Record<string, unknown>>>> | null;
  readonly model: {
    readonly name: string;
    readonly champion: string | null;
    readonly challenger: string | null;
  } | null;
  readonly waiting_messages: number | null;
  readonly dead_letters: number | null;
  readonly trainings:
    | readonly Pick<Training, 'training_id' | 'status' | 'model' | 'created_at' | 'new_model_version'>[]
    | null;
  /** What could not be found out, and why. */
  readonly unknown: readonly string[];
  /** What to do, if anything. */
  readonly advice: readonly string[];
}

const LAST_TRAININGS = 3;
/** A look, not a wait: what does not answer is unwell. */
const LOOK_MS = 10_000;

/** @throws {InputError} there is no such stage */
export async function readStatus({ url, stage: name }: ApiOptions): Promise<Status> {
  const isLocal = !url && (!name || name === 'local');
  const nothing: Status = {
    status: 'not_running',
    ...{ stage: url ? null : name || 'local', api_url: url || null, local: null, checks: null, model: null },
    ...{ waiting_messages: null, dead_letters: null, trainings: null, unknown: [], advice: [] },
  };
  const running = isLocal ? findLocalStack() : undefined;
  if (isLocal && running === undefined)
    return {
      ...nothing,
      advice: ['Start the local stack with npm start, or name a stage: scorelane status --stage dev'],
    };
  const stage: Stage | undefined = url ? undefined : await resolveStage(name);
  const api_url = url || stage!.apiUrl;
  const about = { ...nothing, api_url, local: running === undefined ? null : describeLocalStack(running) };
  const apiKey = process.env.SCORELANE_API_KEY;
  const client = createClient({
    ...{ baseUrl: api_url, retries: 1, timeoutMs: LOOK_MS },
    ...(apiKey === undefined ? {} : { apiKey }),
  });
  const health = await readHealth(client);
  if (typeof health === 'string')
    return {
      ...about,
      ...{ status: 'unreachable', unknown: [`health: ${health}`] },
      advice: ['Check the address, and that the stack runs.'],
    };
  const [asked, stored] = await Promise.all([
    askApi(client, nameOfModel(health, stage)),
    stage === undefined ? undefined : askStores(name),
  ]);
  const unknown = [...asked.unknown, ...(stored?.unknown ?? [])];
  const { unknown: _, ...facts } = { ...asked, ...stored };
  const status = { ...about, ...health, ...facts, unknown };
  return { ...status, advice: advise(status) };
}

type Health = Pick<Status, 'status' | 'checks'>;

/** A text: why there is no answer. */
async function readHealth(client: Client): Promise<Health | string> {
  try {
    const { status, checks } = (await client.health()) as Partial<Health>;
    return status === undefined || checks === undefined
      ? 'expected the answer of GET /health, got another'
      : { status, checks };
  } catch (error) {
    return error instanceof ConnectionError ? error.message : describeError(error);
  }
}

/** The model that the API serves unless another is named. */
const nameOfModel = ({ checks }: Health, stage: Stage | undefined): string =>
  String(checks?.model?.name ?? stage?.environment.MODEL_NAME ?? 'leads');

async function askApi(client: Client, name: string) {
  const unknown: string[] = [];
  const [model, trainings] = await Promise.all([
    client.aliases(name).then(
      ({ champion = null, challenger = null }) => ({ name, champion, challenger }),
      (error: unknown) => {
        if (!/no model of this name/.test(messageOf(error))) unknown.push(`model: ${describeError(error)}`);
        return null;
      },
    ),
    client.listTrainings({ limit: LAST_TRAININGS }).then(
      (page) =>
        page.trainings.map(({ training_id, status, model: of, created_at, new_model_version }) => ({
          ...{ training_id, status, model: of, created_at, new_model_version },
        })),
      (error: unknown) => {
        unknown.push(`trainings: ${describeError(error)}`);
        return null;
      },
    ),
  ]);
  return { model, trainings, unknown };
}

/** What the API does not tell, from the queue and the bucket of the stack. */
async function askStores(name: string | undefined) {
  try {
    const [registry, { composeSubmission }, { forSubmission }] = await Promise.all([
      openRegistry(name || undefined),
      import('../../lib/runtime/compose-submission.ts'),
      import('../../lib/worlds/aws.ts'),
    ]);
    const { queue } = composeSubmission(registry, forSubmission, registry.stage.environment);
    const [waiting, letters] = await Promise.all([queue.waiting(), registry.deadLetters.list()]);
    return { waiting_messages: waiting, dead_letters: letters.length, unknown: [] };
  } catch (error) {
    return { unknown: [`queue and dead letters: ${messageOf(error)}`] };
  }
}

function advise({ status, checks, model, dead_letters: letters, unknown }: Omit<Status, 'advice'>): string[] {
  const refused = checks?.model?.refused;
  return [
    ...(model === null && !unknown.some((line) => line.startsWith('model:'))
      ? [
          'There is no model yet: scorelane train leads.csv --target converted, then scorelane publish model/model.json',
        ]
      : []),
    ...(status === 'degraded' && refused !== undefined && model !== null
      ? [
          `An earlier version serves than the champion: scorelane models rollback ${model.name}, or publish it again.`,
        ]
      : []),
    ...(letters === null || letters === 0
      ? []
      : [
          'Messages were given up: scorelane dead-letters list shows why, redrive submits their leads again.',
        ]),
    ...(unknown.some((line) => line.includes('SCORELANE_API_KEY'))
      ? ['Set SCORELANE_API_KEY to a key of the scope operate to see the rest.']
      : []),
  ];
}
