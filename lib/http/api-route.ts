import type { Caller } from '../auth/authenticate.ts';
import { mayDo, type Scope } from '../auth/scope.ts';
import { InputError, NotFoundError } from '../errors.ts';
import { wasChampion } from '../registry/model-reference.ts';
import type { RegistryStore } from '../registry/ports.ts';
import type { WebhookHosts } from '../webhook/webhook.ts';
import type { ApiAnswer, Headers } from './answer.ts';
import { lackOf } from './identify.ts';
import { HttpProblem } from './problem.ts';

/** What a request that names no model is about. */
export interface DefaultModel {
  readonly defaultModel: string;
}

/** What routes need that ask a model which a public page may ask, too. */
export interface ServedModels extends DefaultModel {
  readonly registry: Pick<RegistryStore, 'aliasHistory'>;
}

/** What routes need that accept leads. */
export interface AcceptDeps extends ServedModels {
  readonly webhookHosts: WebhookHosts;
  /** Told how many leads were accepted. */
  readonly onAccepted?: (leads: number) => void;
}

export interface ApiRequest {
  /** As routes have it: without a stage or a base path. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Headers;
  /** As API Gateway hands it over: text, or base64 of bytes. */
  readonly body: { readonly text: string; readonly isBase64: boolean };
  readonly params: Readonly<Record<string, string>>;
  /** Scheme, host and base path that the client used, no trailing slash. */
  readonly baseUrl: string;
  /** Of those that the route answers with, the one that the client wants most; empty: it answers without a body. */
  readonly mediaType: string;
  /** Of the key; `anonymous`, who may do nothing, on open routes. */
  readonly caller: Omit<Caller, 'use'>;
  /**
   * Counts the leads that are submitted, before anything is done with them.
   *
   * @throws {HttpProblem} 429 or 413: they are more than the key's rate allows
   */
  readonly takeLeads: (leads: number) => Promise<void>;
  /** Logs, with the key's id, what was changed; facts name resources and never hold a lead's values. */
  readonly audit: (action: AuditedAction, facts: Readonly<Record<string, string | null>>) => void;
}

/** What a line of the audit is written for. */
export type AuditedAction =
  | 'alias moved'
  | 'prediction canceled'
  | 'prediction erased'
  | 'job submitted'
  | 'job started'
  | 'job canceled'
  | 'training started'
  | 'training canceled';

/** @template Deps what the routes of a subject need: their adapters, and no others */
export interface ApiRoute<Deps = never> {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: `/${string}`;
  /** The least scope that a key needs; `open` needs no key. */
  readonly scope: Scope | 'open';
  /** Of a key's rate: its leads, which `handle` counts once it has read them; else the request. */
  readonly counts?: 'leads';
  /** The names of its query parameters; every other one is refused. None: it has no parameters. */
  readonly query?: readonly string[];
  /** The media types that it answers with, the usual one first; without it `application/json`, and of an empty list no body. */
  readonly answers?: readonly string[];
  /** The media types of the bodies that it takes; none: it reads no body. */
  readonly takes?: readonly string[];
  readonly handle: (deps: Deps, request: ApiRequest) => Promise<ApiAnswer> | ApiAnswer;
}

/** Seconds a client should wait before it asks again; most predictions are done in far less. */
export const RETRY_AFTER = '1';

/** The request whose answer describes a lead of a model. @param model null: the default one */
export const schemaOf = (model: string | null): string =>
  model === null ? 'GET /schema' : `GET /schema?model=${encodeURIComponent(model).replace('%40', '@')}`;

/**
 * Works as {@link withModel}. A key of the scope `form` stands in a public page: it is answered by the champion, or by a version
 * that was champion, as a page that was opened before still names it.
 */
export async function withServedModel<T>(
  request: ApiRequest,
  deps: ServedModels,
  work: (reference: string) => Promise<T>,
): Promise<T> {
  return withModel(request, deps, async (reference) => {
    if (!mayDo(request.caller.scope, 'predict') && !(await wasChampion(deps.registry, reference)))
      throw lackOf('predict', 'a model that neither is nor was champion');
    return work(reference);
  });
}

/**
 * Works with the model that the request names (`?model=leads@v3`), or with the default one. To the client, a model that
 * it named and that is not there is "404 not found"; a service without its own model is "503 not ready".
 */
export async function withModel<T>(
  { query }: ApiRequest,
  { defaultModel }: DefaultModel,
  work: (reference: string) => Promise<T>,
): Promise<T> {
  const named = query.get('model');
  try {
    return await work(named ?? defaultModel);
  } catch (error) {
    if (named !== null && (error instanceof NotFoundError || error instanceof InputError))
      throw new HttpProblem('model-not-found', error.message);
    if (error instanceof NotFoundError)
      throw new HttpProblem('no-model', error.message, { 'retry-after': '30' });
    throw error;
  }
}
