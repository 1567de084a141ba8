import type { SecretStore } from '../../lib/auth/ports.ts';
import type { Bucket } from '../../lib/bucket/ports.ts';
import { TransientError } from '../../lib/errors.ts';
import { eventBody } from '../../lib/http/event-body.ts';
import { cancelJob } from '../../lib/jobs/finish-job.ts';
import { decodeJobChunk, decodeJobStep, encodeJobChunk, encodeJobStep } from '../../lib/jobs/job-message.ts';
import { joinJob } from '../../lib/jobs/join-job.ts';
import type { JobQueues, JobStore } from '../../lib/jobs/ports.ts';
import { createPlanReader, scoreChunk } from '../../lib/jobs/score-chunk.ts';
import { splitJob } from '../../lib/jobs/split-job.ts';
import { startJob, submitJob } from '../../lib/jobs/submit-job.ts';
import { MOST_RESUMES, sweepJobs } from '../../lib/jobs/sweep-jobs.ts';
import type { PredictionStore } from '../../lib/prediction/ports.ts';
import { createModelLoader } from '../../lib/registry/load-model.ts';
import type { ArtifactStore, RegistryStore } from '../../lib/registry/ports.ts';
import { publishModel } from '../../lib/registry/publish-model.ts';
import { createModelServer } from '../../lib/registry/serve-model.ts';
import { createJobHandler, createWebhookHandler, type SqsHandler } from '../../lib/runtime/sqs-handlers.ts';
import { deliverWebhook } from '../../lib/webhook/deliver-webhook.ts';
import { artifactBytes, exampleArtifact } from '../support/example-model.ts';
import { type Delivery, EVERYTHING } from './chaos.ts';
import { checkJobEnds } from './check-job-ends.ts';
import { FaultDriver, type Work } from './fault-driver.ts';
import { injectFaults } from './inject-faults.ts';
import { JOB_FILES } from './job-files.ts';
import type { JobAction, JobSchedule } from './job-schedule.ts';
import type { SimulatedQueue } from './simulated-queue.ts';
import { Violation } from './violation.ts';

/** Where the lab's facts are kept: in memory, or in the emulators by the real SDK. */
export interface JobStores {
  readonly store: PredictionStore;
  readonly jobs: JobStore;
  readonly files: Bucket;
  readonly artifacts: ArtifactStore;
  readonly registry: RegistryStore;
  readonly secrets: SecretStore;
}

/** The build under test, or one that is broken on purpose. */
export interface JobBuild {
  readonly splitJob: typeof splitJob;
  readonly scoreChunk: typeof scoreChunk;
  readonly joinJob: typeof joinJob;
  readonly sweepJobs: typeof sweepJobs;
  /** What the functions see of the store. */
  readonly wrapJobs: (jobs: JobStore) => JobStore;
}

export const THE_JOB_BUILD: JobBuild = {
  splitJob,
  scoreChunk,
  joinJob,
  sweepJobs,
  wrapJobs: (jobs) => jobs,
};

const SILENT = { warn() {}, error() {} };
const SWEEP_SECONDS = 21 * 60;
/** Until what failed once is back. */
const BACK_SECONDS = 3;
const MOST_ROUNDS = 60;

/**
 * Runs a schedule of the real handlers over stores and queues that fail, heals them, lets everything come to rest, and
 * checks what must hold: every job that was accepted has an end, a job that succeeded has the very bytes that scoring
 * its file in one go gives, what is final stays so, and the end is told.
 *
 * @throws {Violation} it does not
 */
export async function runJobSchedule(
  stores: JobStores,
  schedule: JobSchedule,
  build: JobBuild = THE_JOB_BUILD,
): Promise<void> {
  const lab = await JobLab.open(stores, schedule, build);
  await lab.run(schedule.actions);
  await checkJobEnds(lab);
}

/** What a caller was told of a job that it has the id of. */
export interface KnownJob {
  readonly file: number;
  readonly webhook: boolean;
}

export class JobLab extends FaultDriver<JobAction> {
  readonly stores: JobStores;
  /** Every id that was given out. */
  readonly known = new Map<string, KnownJob>();
  /** Jobs that were open, and not about to be given up, when everything began to work. */
  readonly healthy = new Set<string>();

  readonly #schedule: JobSchedule;
  readonly #build: JobBuild;
  readonly #steps: SimulatedQueue;
  readonly #chunks: SimulatedQueue;
  readonly #hooks: SimulatedQueue;
  #stepper: SqsHandler;
  #worker: SqsHandler;
  readonly #teller: SqsHandler;
  #outage = false;
  protected readonly pace = { seconds: SWEEP_SECONDS, rounds: MOST_ROUNDS };
  protected readonly work: readonly Work[];
  /** Steps that the sweep queued since a job last showed progress. */
  readonly #resumed = new Map<string, number>();

  static async open(stores: JobStores, schedule: JobSchedule, build: JobBuild): Promise<JobLab> {
    const clock = { now: () => new Date('2026-02-01T09:00:00.000Z') };
    await publishModel({ ...stores, clock }, { artifact: artifactBytes(exampleArtifact()), by: 'lab' });
    for (const [i, file] of JOB_FILES.entries()) await stores.files.write(keyOf(i), file, 'text/csv');
    return new JobLab(stores, schedule, build);
  }

  private constructor(stores: JobStores, schedule: JobSchedule, build: JobBuild) {
    super(schedule);
    this.stores = stores;
    this.#schedule = schedule;
    this.#build = build;
    this.#steps = this.chaos.createQueue();
    this.#chunks = this.chaos.createQueue();
    this.#hooks = this.chaos.createQueue();
    this.#stepper = this.#createStepper();
    this.#worker = this.#createWorker();
    const ports = this.#faulty();
    this.#teller = createWebhookHandler({
      deliver: (message) =>
        deliverWebhook(
          {
            ...ports,
            clock: this.chaos.clock(),
            sender: { post: async () => ({ status: 200 }) },
            describe: eventBody,
          },
          message,
        ),
      postpone: async (handle, seconds) => this.#hooks.postpone(handle, seconds),
    });
    this.work = [
      [this.#steps, () => this.#stepper],
      [this.#chunks, () => this.#worker],
      [this.#steps, () => this.#stepper],
      [this.#hooks, () => this.#teller],
    ];
  }

  async act(action: JobAction): Promise<void> {
    switch (action.kind) {
      case 'submit':
        return this.#submit(action);
      case 'cancel': {
        const id = [...this.known.keys()][action.which % Math.max(1, this.known.size)];
        if (id !== undefined) await cancelJob(this.#deps(), id).catch(() => {});
        return;
      }
      case 'step':
      case 'chunk':
        await this.deliver(this.work[action.kind === 'step' ? 0 : 1]!, action);
        return;
      case 'tell':
        await this.deliver(this.work.at(-1)!, action);
        return;
      case 'work':
        for (let round = 0; round < action.rounds; round++) {
          for (const kind of ['step', 'chunk', 'tell'] as const) await this.act({ kind, ...EVERYTHING });
          this.chaos.pass(BACK_SECONDS);
        }
        return;
      case 'lose': {
        const queue = action.queue === 'step' ? this.#steps : this.#chunks;
        for (const { messageId } of queue.receive(1)) queue.delete(messageId);
        return;
      }
      case 'sweep':
        return this.sweep(action.killAfter);
      case 'idle':
        return this.idle(action.sweeps);
      case 'pass':
        return this.chaos.pass(action.seconds);
      case 'outage':
        this.#outage = action.on;
        return;
      case 'cold start':
        this.#stepper = this.#createStepper();
        this.#worker = this.#createWorker();
        return;
      case 'poison':
        this.#steps.send('{"rubbish": true}');
        this.#chunks.send('no JSON');
        return;
    }
  }

  /** What is final stays as it is. */
  async observe(): Promise<void> {
    for (const id of this.known.keys()) {
      const job = await this.stores.jobs.get(id);
      if (job === undefined) throw new Violation(`the job ${id} was accepted, and is gone`);
      const { webhook: _webhook, lastError: _lastError, deferred: _deferred, seen: _seen, ...facts } = job;
      this.checkFinal(id, facts, job.completedAt !== undefined);
    }
  }

  protected async heal(): Promise<void> {
    this.#outage = false;
    for (const id of this.known.keys()) {
      const job = await this.stores.jobs.get(id);
      if (job?.completedAt === undefined && (job?.deferred ?? 0) < MOST_RESUMES) this.healthy.add(id);
    }
  }

  protected async countOpen(): Promise<number> {
    return (await this.stores.jobs.listOpen(new Date(this.chaos.now + 1e9), 1000)).length;
  }

  #queues(): JobQueues {
    return {
      sendStep: async (step) => this.#steps.send(encodeJobStep(step)),
      sendChunks: async (chunks) => {
        for (const chunk of chunks) {
          // As SendMessageBatch may: some of them are stored, and the call fails.
          if (this.chaos.decide() === 'fails') throw new TransientError('some chunks were not queued');
          this.#chunks.send(encodeJobChunk(chunk));
        }
      },
      waiting: async () => 0,
    };
  }

  /** The ports as a function sees them. */
  #faulty() {
    const { store, jobs, files, artifacts, registry, secrets } = this.stores;
    const outage = this.hideArtifacts(artifacts, () => this.#outage);
    return {
      store: injectFaults(store, this.chaos.decide),
      jobs: injectFaults(this.#build.wrapJobs(jobs), this.chaos.decide),
      files: injectFaults(files, this.chaos.decide),
      artifacts: injectFaults(outage, this.chaos.decide),
      registry: injectFaults(registry, this.chaos.decide),
      secrets: injectFaults(secrets, this.chaos.decide),
      queues: injectFaults(this.#queues(), this.chaos.decide),
      webhooks: injectFaults(
        { send: async (message: object) => this.#hooks.send(JSON.stringify(message)) },
        this.chaos.decide,
      ),
    };
  }

  #deps() {
    const ports = this.#faulty();
    const load = createModelLoader(ports.artifacts);
    const { chunkBytes, cutBytes } = this.#schedule;
    const readPlan = createPlanReader(ports.files);
    return { ...ports, load, readPlan, chunkBytes, cutBytes, clock: this.chaos.clock() };
  }

  #createStepper(): SqsHandler {
    const deps = this.#deps();
    const run = async (body: string) => {
      const step = decodeJobStep(body);
      await (step.step === 'join'
        ? this.#build.joinJob(deps, step.jobId)
        : this.#build.splitJob(deps, step.jobId, step.from));
    };
    return createJobHandler({ work: run, postpone: this.#postponeIn(this.#steps) }, SILENT);
  }

  #postponeIn(queue: SimulatedQueue) {
    return async (handle: string, seconds: number) => {
      if (this.chaos.decide() === 'fails') throw new TransientError('not postponed');
      queue.postpone(handle, seconds);
    };
  }

  #createWorker(): SqsHandler {
    const deps = this.#deps();
    const work = (body: string) => this.#build.scoreChunk(deps, decodeJobChunk(body));
    return createJobHandler({ work, postpone: this.#postponeIn(this.#chunks) }, SILENT);
  }

  async #submit({ file, key, webhook }: JobAction & { kind: 'submit' }): Promise<void> {
    const deps = this.#deps();
    const serve = createModelServer({ registry: deps.registry, load: deps.load, clock: this.chaos.clock() });
    const request = {
      fileName: `${file}.csv`,
      sourceKey: keyOf(file),
      options: { encoding: 'utf-8' as const, decimal: '.' as const, reasons: 1 },
      ...(webhook ? { webhook: { url: 'https://example.com', caller: 'lab' } } : {}),
      ...(key === null ? {} : { idempotency: { caller: 'lab', key: `${key} ${file} ${webhook}` } }),
    };
    const id = await submitJob(
      { ...deps, serve, ids: { next: () => this.chaos.nextId() }, keepDays: 30 },
      'leads',
      request,
    ).then(
      ({ job }) => job.id,
      (error: { id?: string }) => error.id,
    );
    if (id === undefined) return;
    this.checkKey(key, `${file} ${webhook}`, id);
    this.known.set(id, { file, webhook });
    // A client that asks again changes nothing.
    if (this.chaos.random() < 0.3) await startJob(deps, id, []).catch(() => {});
  }

  protected async deliver([queue, handlerOf]: Work, how: Delivery): Promise<boolean> {
    const delivered = await this.chaos.deliver(queue, handlerOf(), how);
    // Its answer never came; the next one starts cold.
    if (delivered?.killed) await this.act({ kind: 'cold start' });
    return delivered !== undefined;
  }

  protected async sweep(killAfter: number | null): Promise<void> {
    const deps = this.#deps();
    const queues: JobQueues = {
      ...deps.queues,
      waiting: () => deps.queues.waiting(),
      sendStep: async (step) => {
        const times = (this.#resumed.get(step.jobId) ?? 0) + 1;
        // Each chunk that is scored in between makes it begin anew.
        if (times > (MOST_RESUMES + 1) * 40)
          throw new Violation(`the job ${step.jobId} was resumed ${times} times`);
        this.#resumed.set(step.jobId, times);
        return deps.queues.sendStep(step);
      },
    };
    await this.chaos.run(killAfter, () =>
      this.#build.sweepJobs({ ...deps, queues }).catch((error: unknown) => {
        if (error instanceof Violation) throw error;
      }),
    );
  }
}

const keyOf = (file: number): string => `leads/${file}.csv`;
