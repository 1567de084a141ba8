import { A_DAY_MS, isFinal, pollUntil, type WaitFor } from './poll-until.ts';
import { type CallOptions, type Requester, withQuery } from './requester.ts';
import type { Training, TrainingPage, TrainingRequest } from './types.ts';

export type WaitTrainingOptions = WaitFor<Training>;

export interface ListTrainingsOptions extends CallOptions {
  readonly model?: string;
  /** 1–100; 20 unless told otherwise. */
  readonly limit?: number;
  /** `next_cursor` of the page before. */
  readonly cursor?: string;
  /** @deprecated the former name of `cursor` */
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
  /** @throws {WaitTimeoutError} it is not final in time, a day unless told otherwise; it goes on */
  waitTraining(trainingId: string, options?: WaitTrainingOptions): Promise<Training>;
  /** @throws {ApiError} 409, it is final already, or an alias is being moved */
  cancelTraining(trainingId: string, options?: CallOptions): Promise<Training>;
}

export function createTrainings(requester: Requester): Trainings {
  const { call, get, post } = requester;
  const path = (id: string, rest = '') => `/train/${encodeURIComponent(id)}${rest}`;
  return {
    startTraining(request, { idempotencyKey = crypto.randomUUID(), ...options } = {}) {
      return post<Training>('/train', request, options, { 'idempotency-key': idempotencyKey });
    },
    getTraining: (trainingId, options) => get<Training>(path(trainingId), options),
    listTrainings: ({ model, limit, after, cursor = after, ...options } = {}) =>
      get<TrainingPage>(withQuery('/train', { model, limit, cursor }), options),
    waitTraining(trainingId, options) {
      const polled = { what: 'training', id: trainingId, usualMs: A_DAY_MS };
      return pollUntil<Training>(requester, path(trainingId), isFinal, polled, options);
    },
    async cancelTraining(trainingId, options = {}) {
      return (await call<Training>(path(trainingId, '/cancel'), { method: 'POST' }, options)).body;
    },
  };
}
