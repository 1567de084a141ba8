import { isFinal, pollUntil } from './poll-until.ts';
import { type CallOptions, type Requester, withQuery } from './requester.ts';
import type { Training, TrainingPage, TrainingRequest } from './types.ts';

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
  listTrainings(options?: ListTrainingsOptions): Promise<TrainingPage>;
  /** @throws {WaitTimeoutError} it is not final in time; it goes on */
  waitTraining(trainingId: string, options?: WaitTrainingOptions): Promise<Training>;
  /** @throws {ApiError} 409, it is final already, or an alias is being moved */
  cancelTraining(trainingId: string, options?: CallOptions): Promise<Training>;
}

const WAIT_TIMEOUT_MS = 86_400_000;

export function createTrainings({ call, post, waiting }: Requester): Trainings {
  const path = (id: string, rest = '') => `/train/${encodeURIComponent(id)}${rest}`;
  return {
    startTraining(request, { idempotencyKey = crypto.randomUUID(), ...options } = {}) {
      return post<Training>('/train', request, options, { 'idempotency-key': idempotencyKey });
    },
    async getTraining(trainingId, options = {}) {
      return (await call<Training>(path(trainingId), {}, options)).body;
    },
    async listTrainings({ model, limit, after, ...options } = {}) {
      const to = withQuery('/train', { model, limit, after });
      return (await call<TrainingPage>(to, {}, options)).body;
    },
    waitTraining(trainingId, { timeoutMs = WAIT_TIMEOUT_MS, onPoll, signal } = {}) {
      return pollUntil(
        () => call<Training>(path(trainingId), {}, signal === undefined ? {} : { signal }),
        isFinal,
        { what: 'training', id: trainingId, timeoutMs, waiting, onPoll, signal },
      );
    },
    async cancelTraining(trainingId, options = {}) {
      return (await call<Training>(path(trainingId, '/cancel'), { method: 'POST' }, options)).body;
    },
  };
}
