import { pollUntil } from './poll-until.ts';
import type { CallOptions, Requester } from './requester.ts';
import { toJson } from './to-json.ts';
import type { Training, TrainingRequest } from './types.ts';

export interface WaitTrainingOptions extends CallOptions {
  /** A day unless told otherwise. */
  readonly timeoutMs?: number;
  /** Told how far the training is, as long as it is not done. */
  readonly onPoll?: (training: Training) => void;
}

export interface ListTrainingsOptions extends CallOptions {
  readonly model?: string;
  /** 1–100; 20 unless told otherwise. */
  readonly limit?: number;
  /** `next` of the page before. */
  readonly after?: string;
}

/** From new data to a better model. To read them needs a key of the scope `operate`, to start and cancel them `admin`. */
export interface Trainings {
  /** @throws {ApiError} `problem.errors` names what is wrong */
  startTraining(
    request: TrainingRequest,
    options?: CallOptions & { readonly idempotencyKey?: string },
  ): Promise<Training>;
  getTraining(trainingId: string, options?: CallOptions): Promise<Training>;
  /** Newest first. */
  listTrainings(
    options?: ListTrainingsOptions,
  ): Promise<{ readonly trainings: readonly Training[]; readonly next: string | null }>;
  /** @throws {WaitTimeoutError} it is not final in time; it goes on */
  waitTraining(trainingId: string, options?: WaitTrainingOptions): Promise<Training>;
  /** @throws {ApiError} 409, it is final already, or an alias is being moved */
  cancelTraining(trainingId: string, options?: CallOptions): Promise<Training>;
}

const WAIT_TIMEOUT_MS = 86_400_000;
const FINAL: readonly Training['status'][] = ['succeeded', 'failed', 'canceled'];

export function createTrainings({ call, waiting }: Requester): Trainings {
  const path = (id: string, rest = '') => `/train/${encodeURIComponent(id)}${rest}`;
  return {
    async startTraining(request, { idempotencyKey = crypto.randomUUID(), ...options } = {}) {
      const headers = { 'content-type': 'application/json', 'idempotency-key': idempotencyKey };
      const init = { method: 'POST', headers, body: toJson(request) };
      return (await call<Training>('/train', init, options)).body;
    },
    async getTraining(trainingId, options = {}) {
      return (await call<Training>(path(trainingId), {}, options)).body;
    },
    async listTrainings({ model, limit, after, ...options } = {}) {
      const query = new URLSearchParams({
        ...(model === undefined ? {} : { model }),
        ...(limit === undefined ? {} : { limit: String(limit) }),
        ...(after === undefined ? {} : { after }),
      });
      const to = query.size === 0 ? '/train' : `/train?${query}`;
      return (await call<{ trainings: Training[]; next: string | null }>(to, {}, options)).body;
    },
    waitTraining(trainingId, { timeoutMs = WAIT_TIMEOUT_MS, onPoll, signal } = {}) {
      return pollUntil(
        () => call<Training>(path(trainingId), {}, signal === undefined ? {} : { signal }),
        ({ status }) => FINAL.includes(status),
        { what: 'training', id: trainingId, timeoutMs, waiting, onPoll, signal },
      );
    },
    async cancelTraining(trainingId, options = {}) {
      return (await call<Training>(path(trainingId, '/cancel'), { method: 'POST' }, options)).body;
    },
  };
}
