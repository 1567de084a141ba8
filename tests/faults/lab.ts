import type { SQSRecord } from 'aws-lambda';
import { openToAll } from '../../lib/auth/authenticate.ts';
import type { SecretStore } from '../../lib/auth/ports.ts';
import type { Clock } from '../../lib/clock.ts';
import { createApi } from '../../lib/http/create-api.ts';
import { eventBody } from '../../lib/http/event-body.ts';
import { createPolls } from '../../lib/http/long-poll.ts';
import { createScoredNoter, type ScoredNoter } from '../../lib/outcomes/note-scored.ts';
import type { KeptLeadStore, OutcomeStore } from '../../lib/outcomes/ports.ts';
import { memberId } from '../../lib/prediction/batch.ts';
import { giveUpPredictions } from '../../lib/prediction/give-up-predictions.ts';
import { encodeLeadMessage } from '../../lib/prediction/lead-message.ts';
import type {
  DeadLetterStore,
  LeadQueue,
  PredictionStore,
  ReferenceStore,
} from '../../lib/prediction/ports.ts';
import { MOST_REQUEUES, requeueStale } from '../../lib/prediction/requeue-stale.ts';
import { scorePredictions } from '../../lib/prediction/score-predictions.ts';
import { createModelLoader } from '../../lib/registry/load-model.ts';
import { promoteVersion } from '../../lib/registry/move-alias.ts';
import type { ArtifactStore, RegistryStore } from '../../lib/registry/ports.ts';
import { publishModel } from '../../lib/registry/publish-model.ts';
import { createModelServer } from '../../lib/registry/serve-model.ts';
import {
  createGiveUpHandler,
  createScoreHandler,
  createWebhookHandler,
  type SqsHandler,
} from '../../lib/runtime/sqs-handlers.ts';
import { deliverWebhook } from '../../lib/webhook/deliver-webhook.ts';
import type { WebhookQueue, WebhookSender } from '../../lib/webhook/ports.ts';
import { createCaller } from '../support/call-api.ts';
import { artifactBytes } from '../support/example-model.ts';
import { createMemoryBucket } from '../support/memory/memory-bucket.ts';
import { createMemoryDatasetFolders } from '../support/memory/memory-dataset-folders.ts';
import { createMemoryDeliveryStore } from '../support/memory/memory-delivery-store.ts';
import { createMemoryJobQueues } from '../support/memory/memory-job-queues.ts';
import { createMemoryJobStore } from '../support/memory/memory-job-store.ts';
import { createMemoryTrainingStore } from '../support/memory/memory-training-store.ts';
import { createMemoryWorkflow } from '../support/memory/memory-workflow.ts';
import type { Delivery } from './chaos.ts';
import { checkEnds } from './check-ends.ts';
import { FaultDriver, type Work } from './fault-driver.ts';
import { injectFaults } from './inject-faults.ts';
import { BAD_LEAD, REFERENCES, referenceOf, submissionOf, VERSIONS } from './leads.ts';
import { OutcomeBook } from './outcome-book.ts';
import type { Action, Schedule } from './schedule.ts';
import type { SimulatedQueue } from './simulated-queue.ts';
import { Violation } from './violation.ts';

/** Where the lab's facts are kept: in memory, or in the emulators by the real SDK. */
export interface Stores {
  readonly store: PredictionStore;
  readonly references: ReferenceStore;
  readonly artifacts: ArtifactStore;
  readonly registry: RegistryStore;
  readonly deadLetters: DeadLetterStore;
  readonly secrets: SecretStore;
  readonly outcomes: OutcomeStore;
  readonly keptLeads: KeptLeadStore;
}

type Ports = Stores & { readonly queue: LeadQueue; readonly webhooks: WebhookQueue };

/** The build under test, or one that is broken on purpose. */
export interface Build {
  readonly score: typeof scorePredictions;
  readonly sweep: typeof requeueStale;
  /** What the functions see of the store. */
  readonly wrapStore: (store: PredictionStore) => PredictionStore;
  readonly wrapHandler: (handler: SqsHandler) => SqsHandler;
}

export const THE_BUILD: Build = {
  score: scorePredictions,
  sweep: requeueStale,
  wrapStore: (store) => store,
  wrapHandler: (handler) => handler,
};

/** What a caller was told of a prediction that it has the id of. */
export interface Known {
  /** Undefined: the answer did not say. */
  readonly version?: string;
  readonly lead: number;
  /** Its end is to be told by the worker, not by the request itself. */
  readonly told: boolean;
}

/** They have a lab of their own: job-lab.ts. */
const NO_JOBS = {
  jobs: createMemoryJobStore(),
  files: createMemoryBucket(),
  trainings: createMemoryTrainingStore(),
  workflow: createMemoryWorkflow(),
  folders: createMemoryDatasetFolders(new Map()),
  queues: createMemoryJobQueues(),
  deliveries: createMemoryDeliveryStore([]),
  bucket: 'bucket',
};

const SILENT = { info() {}, warn() {}, error() {} };
/** The functions' clocks differ. */
const SKEW_SECONDS = { api: [0, 90], worker: -60, sweep: 45 } as const;
const OUTCOME_DAYS = 400;
/** An entry without a prediction may belong to a request that is not over yet. */
const IN_FLIGHT_SECONDS = 61;
const SWEEP_SECONDS = 16 * 60;
/** Sweeps until everything has come to rest: a lost batch is given up after a day. */
const MOST_ROUNDS = 160;

/**
 * Runs a schedule of the real handlers over stores and queues that fail, heals them, lets everything come to rest, and
 * checks what must hold.
 *
 * @throws {Violation} it does not
 */
export async function runSchedule(
  stores: Stores,
  schedule: Schedule,
  build: Build = THE_BUILD,
): Promise<void> {
  const lab = await Lab.open(stores, schedule, build);
  await lab.run(schedule.actions);
  await checkEnds(lab);
}

export class Lab extends FaultDriver<Action> {
  readonly stores: Stores;
  /** Every id that was given out. */
  readonly known = new Map<string, Known>();
  readonly batches = new Set<string>();
  readonly book = new OutcomeBook();
  readonly call: ReturnType<typeof createCaller>;

  readonly #build: Build;
  readonly #jobs: SimulatedQueue;
  readonly #dead: SimulatedQueue;
  readonly #hooks: SimulatedQueue;
  readonly #apis: readonly ReturnType<typeof createCaller>[];
  #worker: SqsHandler;
  readonly #giver: SqsHandler;
  readonly #teller: SqsHandler;
  #outage: string | undefined;
  /** How often the sweep sent each prediction. */
  readonly #requeues = new Map<string, number>();
  protected readonly pace = { seconds: SWEEP_SECONDS, rounds: MOST_ROUNDS };
  protected readonly work: readonly Work[];

  static async open(stores: Stores, schedule: Schedule, build: Build): Promise<Lab> {
    const clock = { now: () => new Date('2026-02-01T09:00:00.000Z') };
    for (const version of VERSIONS)
      await publishModel({ ...stores, clock }, { artifact: artifactBytes(version), by: 'lab' });
    return new Lab(stores, schedule, build);
  }

  private constructor(stores: Stores, schedule: Schedule, build: Build) {
    super(schedule);
    this.stores = stores;
    this.#build = build;
    this.#dead = this.chaos.createQueue();
    this.#jobs = this.chaos.createQueue(5, this.#dead);
    this.#hooks = this.chaos.createQueue();
    this.#apis = SKEW_SECONDS.api.map((skew) => this.#createApi(this.#faulty(), skew));
    this.call = this.#createApi({ ...this.stores, ...this.#queues() }, 0);
    this.#worker = this.#createWorker();
    const ports = this.#faulty();
    const clock = this.chaos.clock(SKEW_SECONDS.worker);
    this.#giver = createGiveUpHandler(
      (letter) => giveUpPredictions({ ...ports, scored: noterOf(ports, clock), clock }, letter),
      SILENT,
    );
    this.#teller = createWebhookHandler({
      deliver: (message) =>
        deliverWebhook(
          { ...ports, ...NO_JOBS, clock, sender: this.#createSender(), describe: eventBody },
          message,
        ),
      postpone: async (handle, seconds) => this.#hooks.postpone(handle, seconds),
    });
    this.work = [
      [this.#jobs, () => this.#worker],
      [this.#dead, () => this.#giver],
      [this.#hooks, () => this.#teller],
    ];
  }

  async act(action: Action): Promise<void> {
    switch (action.kind) {
      case 'submit':
      case 'submit batch':
        return this.#submit(action);
      case 'report':
        return this.book.report(this.#apis[action.api]!, action);
      case 'erase lead': {
        const pass = () => this.chaos.pass(IN_FLIGHT_SECONDS);
        return this.book.erase(this.#apis[action.api]!, this.call, REFERENCES[action.lead]!, pass);
      }
      case 'cancel':
      case 'erase':
        return this.#end(action, '/predict', [...this.known.keys()]);
      case 'cancel batch':
      case 'erase batch':
        return this.#end(action, '/predict_batch', [...this.batches]);
      case 'work':
      case 'give up':
      case 'tell':
        await this.deliver(this.work[['work', 'give up', 'tell'].indexOf(action.kind)]!, action);
        return;
      case 'sweep':
        return this.sweep(action.killAfter);
      case 'idle':
        return this.idle(action.sweeps);
      case 'pass':
        return this.chaos.pass(action.seconds);
      case 'promote': {
        const request = { name: 'leads', version: `v${action.version}`, alias: 'champion', by: 'lab' };
        await promoteVersion({ ...this.stores, clock: this.chaos.clock(0) }, request);
        return;
      }
      case 'outage':
        this.#outage = action.version === null ? undefined : `v${action.version}`;
        return;
      case 'cold start':
        this.#worker = this.#createWorker();
        return;
      case 'poison':
        return this.#jobs.send(action.readable ? poisonJob() : '{"rubbish": true}');
    }
  }

  /** Cancels or erases one of what is known. */
  async #end(
    { kind, which, api }: Extract<Action, { readonly which: number }>,
    under: string,
    ids: readonly string[],
  ): Promise<void> {
    const id = ids[which % Math.max(1, ids.length)];
    if (id === undefined) return;
    const path = `${under}/${id}`;
    for (const [each, { lead }] of this.known)
      if (each.startsWith(id)) this.book.mayLackRow(referenceOf(lead));
    const cancels = kind === 'cancel' || kind === 'cancel batch';
    await this.#ask(api, cancels ? 'POST' : 'DELETE', cancels ? `${path}/cancel` : path);
  }

  /** What is final stays as it is; nothing is sent again without bound. */
  async observe(): Promise<void> {
    for (const id of this.known.keys()) {
      const row = await this.stores.store.get(id);
      if (row === undefined || row.status === 'queued' || row.status === 'erased') {
        if (this.wasFinal(id) && row?.status !== 'erased')
          throw new Violation(`${id} was final, and is ${row?.status ?? 'gone'}`);
        continue;
      }
      const { webhook: _webhook, ...facts } = row;
      this.checkFinal(id, facts, true);
    }
    for (const [id, times] of this.#requeues)
      if (times > MOST_REQUEUES) throw new Violation(`${id} was queued again ${times} times`);
  }

  get now(): number {
    return this.chaos.now;
  }

  protected async heal(): Promise<void> {
    this.#outage = undefined;
    await this.book.settle(this.call);
  }

  protected async countOpen(): Promise<number> {
    return (await this.stores.store.listOpen(new Date(this.chaos.now + 1e9), 1000)).length;
  }

  #queues(): { queue: LeadQueue; webhooks: WebhookQueue } {
    return {
      queue: {
        send: async (job) => this.#jobs.send(encodeLeadMessage(job)),
        waiting: async () => 0,
        ping: async () => {},
      },
      webhooks: { send: async (message) => this.#hooks.send(JSON.stringify(message)) },
    };
  }

  /** The ports as a function sees them. */
  #faulty(): Ports {
    const { store, references, artifacts, registry, deadLetters, secrets, outcomes, keptLeads } = this.stores;
    const { queue, webhooks } = this.#queues();
    const outage = this.hideArtifacts(
      artifacts,
      (key) => this.#outage !== undefined && key.includes(`/${this.#outage}/`),
    );
    return {
      store: injectFaults(this.#build.wrapStore(store), this.chaos.decide),
      artifacts: injectFaults(outage, this.chaos.decide),
      registry: injectFaults(registry, this.chaos.decide),
      references: injectFaults(references, this.chaos.decide),
      deadLetters: injectFaults(deadLetters, this.chaos.decide),
      secrets: injectFaults(secrets, this.chaos.decide),
      outcomes: injectFaults(outcomes, this.chaos.decide),
      keptLeads: injectFaults(keptLeads, this.chaos.decide),
      queue: injectFaults(queue, this.chaos.decide),
      webhooks: injectFaults(webhooks, this.chaos.decide),
    };
  }

  #createApi(ports: Ports, skew: number): ReturnType<typeof createCaller> {
    const clock = this.chaos.clock(skew);
    const load = createModelLoader(ports.artifacts);
    const api = createApi(
      {
        ...ports,
        ...NO_JOBS,
        scored: noterOf(ports, clock),
        outcomeDays: OUTCOME_DAYS,
        load,
        clock,
        serve: createModelServer({ registry: ports.registry, load, clock }),
        authenticate: openToAll,
        polls: createPolls(async () => {}),
        webhookHosts: 'public',
        sender: this.#createSender(),
        ids: { next: () => this.chaos.nextId() },
        keepDays: 30,
        defaultModel: 'leads',
      },
      SILENT,
    );
    return createCaller(api);
  }

  #createWorker(): SqsHandler {
    const ports = this.#faulty();
    const clock = this.chaos.clock(SKEW_SECONDS.worker);
    const load = createModelLoader(ports.artifacts);
    const scorer = {
      score: (body: string) =>
        this.#build.score({ ...ports, scored: noterOf(ports, clock), load, clock }, body),
      noteError: (id: string, error: string) => ports.deadLetters.noteError(id, error),
    };
    return this.#build.wrapHandler(createScoreHandler(scorer, SILENT));
  }

  #createSender(): WebhookSender {
    return {
      post: async () => {
        const draw = this.chaos.random();
        if (draw >= this.chaos.rate) return { status: 200 };
        return draw < this.chaos.rate / 10 ? { status: 410 } : { status: 503 };
      },
    };
  }

  async #submit(action: Action & { kind: 'submit' | 'submit batch' }): Promise<void> {
    const { kind, wait, key, webhook, api } = action;
    const single = kind === 'submit';
    const leads = single ? [action.lead] : action.leads;
    const path = `${single ? '/predict' : '/predict_batch'}${webhook ? '?webhook=https%3A%2F%2Fexample.com' : ''}`;
    const body = JSON.stringify(single ? submissionOf(action.lead) : leads.map(submissionOf));
    const prefer = [...(wait ? ['wait'] : []), ...(single ? [] : ['handling=lenient'])].join(', ');
    const headers = { prefer, ...(key === null ? {} : { 'idempotency-key': `key-${key}` }) };
    const answer = await this.#ask(api, 'POST', path, { body, headers });
    const id = answer.body?.prediction_id ?? answer.body?.batch_id;
    if (wait && answer.status !== 200) for (const lead of leads) this.book.mayLackRow(referenceOf(lead));
    if (id === undefined) return;
    this.checkKey(key, `${path} ${body}`, id);
    const facts = {
      told: webhook && single && !wait,
      ...(answer.body.model === undefined ? {} : { version: answer.body.model.version as string }),
    };
    if (single) {
      if (!this.known.has(id)) this.known.set(id, { ...facts, lead: action.lead });
      return;
    }
    this.batches.add(id);
    leads.forEach((lead, i) => {
      if (lead !== BAD_LEAD && !this.known.has(memberId(id, i)))
        this.known.set(memberId(id, i), { ...facts, lead });
    });
  }

  /** Every answer is one that the API documents. */
  async #ask(api: number, method: string, path: string, request = {}) {
    const answer = await this.#apis[api]!(method, path, request);
    if (![200, 202, 204, 404, 409, 410, 422, 503].includes(answer.status!))
      throw new Violation(`${method} ${path} → ${answer.status} ${answer.text}`);
    return answer;
  }

  protected async deliver([queue, handlerOf]: Work, how: Delivery): Promise<boolean> {
    const delivered = await this.chaos.deliver(queue, handlerOf(), how);
    if (delivered === undefined) return false;
    // Its answer never came; the next one starts cold.
    if (delivered.killed && queue === this.#jobs) this.#worker = this.#createWorker();
    if (queue !== this.#hooks)
      for (const record of delivered.processed) await this.#checkAcknowledged(record);
    return true;
  }

  /** What is taken off a queue has come to its end. */
  async #checkAcknowledged({ body }: SQSRecord): Promise<void> {
    const { items = [] } = JSON.parse(body) as { items?: readonly { readonly id: string }[] };
    for (const { id } of items) {
      if (!this.known.has(id)) continue;
      const status = (await this.stores.store.get(id))?.status;
      if (status === undefined || status === 'queued')
        throw new Violation(`a message was acknowledged, and its prediction ${id} is ${status ?? 'absent'}`);
    }
  }

  protected async sweep(killAfter: number | null): Promise<void> {
    const ports = this.#faulty();
    const queue: LeadQueue = {
      ...ports.queue,
      waiting: () => ports.queue.waiting(),
      send: async (job) => {
        for (const { id } of job.items) this.#requeues.set(id, (this.#requeues.get(id) ?? 0) + 1);
        return ports.queue.send(job);
      },
    };
    const clock = this.chaos.clock(SKEW_SECONDS.sweep);
    await this.chaos.run(killAfter, () => this.#build.sweep({ ...ports, queue, clock }).catch(() => {}));
  }
}

const noterOf = (ports: Ports, clock: Clock): ScoredNoter =>
  createScoredNoter({ ...ports, clock, outcomeDays: OUTCOME_DAYS, leadDays: 30 });

/** About a lead that fits no model and an id that nobody has. */
const poisonJob = (): string =>
  encodeLeadMessage({
    model: { name: 'leads', version: 'v1', sha256: '0'.repeat(64) },
    items: [{ id: '00000000-0000-4000-8000-000000000000', lead: { visits: 'many' } }],
  });
