import { mayDo } from '../../auth/scope.ts';
import type {
  Alias,
  AliasMoved,
  Model,
  Models,
  ModelVersion as ModelVersionBody,
} from '../../contract/model.ts';
import { AliasMove } from '../../contract/requests.ts';
import { ConflictError, NotFoundError } from '../../errors.ts';
import { wasChampion } from '../../registry/model-reference.ts';
import { promoteVersion } from '../../registry/move-alias.ts';
import type { ArtifactStore, RegistryStore } from '../../registry/ports.ts';
import { FILE_TYPES, isServed } from '../../registry/publish-model.ts';
import { ALIAS_NAME, MODEL_NAME, type ModelVersion, VERSION, versionKey } from '../../registry/registry.ts';
import { type ReviewDeps, reviewMove } from '../../registry/review-promotion.ts';
import { versionBody } from '../../registry/version-body.ts';
import { type ApiAnswer, json } from '../answer.ts';
import { fillPage } from '../answer-size.ts';
import type { ApiRequest, ApiRoute } from '../api-route.ts';
import { chooseMediaType } from '../choose-media-type.ts';
import { acceptsGzip, fitFile } from '../fit-file.ts';
import { lackOf } from '../identify.ts';
import { nextLink } from '../next-link.ts';
import { matchesStrongly, matchesWeakly, readTags } from '../preconditions.ts';
import { HttpProblem } from '../problem.ts';
import { readBody } from '../read-body.ts';
import { readText } from '../read-query.ts';

export interface ModelDeps extends ReviewDeps {
  readonly registry: RegistryStore;
  readonly artifacts: ArtifactStore;
}

/** The registry: to be read, and its aliases to be moved. */
export const MODEL_ROUTES: readonly ApiRoute<ModelDeps>[] = [
  { method: 'GET', path: '/models', scope: 'predict', query: ['cursor'], handle: list },
  { method: 'GET', path: '/models/:name', scope: 'predict', query: ['cursor'], handle: getModel },
  { method: 'GET', path: '/models/:name/versions/:version', scope: 'predict', handle: getVersion },
  {
    method: 'GET',
    path: '/models/:name/versions/:version/files/:file',
    scope: 'form',
    answers: ['application/json', 'text/html'],
    handle: getFile,
  },
  {
    method: 'GET',
    path: '/models/:name/aliases/:alias',
    scope: 'predict',
    query: ['cursor'],
    handle: getAlias,
  },
  {
    method: 'PUT',
    path: '/models/:name/aliases/:alias',
    scope: 'admin',
    takes: ['application/json'],
    handle: moveAlias,
  },
];

const MOST_MODELS = 200;

/** By name; the cursor is the last name of the page before. */
async function list({ registry }: ModelDeps, request: ApiRequest): Promise<ApiAnswer> {
  const after = readCursor(request.query, MODEL_NAME) ?? '';
  const names = (await registry.listModels()).filter((name) => name > after);
  const found = await Promise.all(
    names.slice(0, MOST_MODELS).map(async (name) => ({ name, aliases: await registry.listAliases(name) })),
  );
  const models = fillPage(found);
  const next = models.length < names.length ? models.at(-1)!.name : null;
  return json<Models>({ models, next_cursor: next }, 200, nextLink(request, next));
}

/** Newest first; the cursor is the last version of the page before. */
async function getModel({ registry }: ModelDeps, request: ApiRequest): Promise<ApiAnswer> {
  const name = request.params.name ?? '';
  const after = readCursor(request.query, VERSION);
  const [versions, aliases] = MODEL_NAME.test(name)
    ? await Promise.all([registry.listVersions(name), registry.listAliases(name)])
    : [[], {}];
  if (versions.length === 0) throw new HttpProblem('model-not-found', 'there is no model of this name');
  const rest = versions.filter(({ version }) => after === undefined || numberOf(version) < numberOf(after));
  const page = fillPage(rest.map(describe));
  const next = page.length < rest.length ? page.at(-1)!.version : null;
  const body = { name, aliases, versions: page, next_cursor: next };
  return json<Model>(body, 200, nextLink(request, next));
}

const numberOf = (version: string): number => Number(version.slice(1));

const readCursor = (query: URLSearchParams, pattern: RegExp): string | undefined =>
  readText(query, 'cursor', pattern, '“next_cursor” of the page before');

async function getVersion({ registry }: ModelDeps, { params }: ApiRequest): Promise<ApiAnswer> {
  const { name = '', version = '' } = params;
  const known = MODEL_NAME.test(name) && VERSION.test(version);
  const record = known ? await registry.getVersion(name, version) : undefined;
  if (record === undefined) throw new HttpProblem('model-not-found', 'there is no such version');
  return json<ModelVersionBody>(describe(record));
}

const describe = (record: ModelVersion) => ({ ...versionBody(record), files: record.files.filter(isServed) });

/** A file of a version, for pages that draw its figures or score with it. It never changes. */
async function getFile(deps: ModelDeps, { params, headers, caller }: ApiRequest): Promise<ApiAnswer> {
  const { registry, artifacts } = deps;
  const { name = '', version = '', file = '' } = params;
  if (!mayDo(caller.scope, 'predict') && !(await isInForm(deps, name, version, file)))
    throw lackOf('predict', 'every file but model.json of a version that is or was champion');
  const known = MODEL_NAME.test(name) && VERSION.test(version) && isServed(file);
  const record = known ? await registry.getVersion(name, version) : undefined;
  if (record === undefined || !['model.json', ...record.files].includes(file))
    throw new HttpProblem('model-not-found', 'there is no such file of a version');
  const type = FILE_TYPES[file as keyof typeof FILE_TYPES];
  chooseMediaType(headers, [type.replace(/;.*/, '')]);
  const key = versionKey(name, version, file);
  const sent = await fitFile(await artifacts.get(key), headers);
  if (sent === undefined)
    throw new HttpProblem(
      'file-too-large',
      `the file is too large for this API${acceptsGzip(headers) ? '' : ' without “accept-encoding: gzip”'}; read it from the stack's bucket, under ${key}`,
    );
  return {
    status: 200,
    headers: {
      'content-type': type,
      'cache-control': 'private, max-age=31536000, immutable',
      vary: 'accept-encoding',
      // A report is a page of its own; what it may do is written in it.
      'x-content-type-options': 'nosniff',
      ...(typeof sent === 'string' ? {} : { 'content-encoding': 'gzip' }),
    },
    body: sent,
  };
}

/**
 * Whether a public page may read it: the artifact of the model that answered, for what-if. A prediction that was read again may
 * be of any version that was champion.
 */
async function isInForm(
  { registry }: ModelDeps,
  name: string,
  version: string,
  file: string,
): Promise<boolean> {
  if (file !== 'model.json' || !MODEL_NAME.test(name) || !VERSION.test(version)) return false;
  return wasChampion(registry, `${name}@${version}`);
}

/** Where an alias points, with the ETag that moving it asks for, and where it pointed, newest first. */
async function getAlias({ registry }: ModelDeps, request: ApiRequest): Promise<ApiAnswer> {
  const { name = '', alias = '' } = request.params;
  const known = MODEL_NAME.test(name) && ALIAS_NAME.test(alias);
  // One reading: a tag is of the moves that stand in the answer.
  const moves = known ? await registry.aliasHistory(name, alias) : [];
  const version = moves[0]?.to;
  if (version === undefined) throw new HttpProblem('model-not-found', 'there is no such model or alias');
  // Counted from the oldest move, so that a new one changes no cursor.
  const before = Number(readCursor(request.query, /^[1-9]\d{0,8}$/) ?? moves.length);
  const rest = moves.slice(Math.max(0, moves.length - before));
  // Who and why is for those who run the service: `scorelane models history`.
  const history = fillPage(
    rest.map(({ action, from, to, at }) => ({
      action,
      from: from ?? null,
      to: to ?? null,
      at: at.toISOString(),
    })),
  );
  const left = rest.length - history.length;
  const next = left === 0 ? null : String(left);
  const body = { name, alias, version, history, next_cursor: next };
  return json<Alias>(body, 200, { etag: tagOf(version, moves.length), ...nextLink(request, next) });
}

/** An alias that was moved away and back has another. */
const tagOf = (version: string, moves: number): string => `"${version}-${moves}"`;

/**
 * Points an alias to a version: `{"version": "v4", "why": "…"}`. `If-Match` says where the caller saw it point: the ETag of
 * `GET`, or `"v3"`, as releases before 2026-12 had it; `If-None-Match: *` that it did not exist, so that of two at once one learns
 * of the other. The caller decides: the answer names what speaks against the version.
 */
async function moveAlias(deps: ModelDeps, request: ApiRequest): Promise<ApiAnswer> {
  const { caller, headers, audit } = request;
  const { name = '', alias = '' } = request.params;
  if (!MODEL_NAME.test(name) || !ALIAS_NAME.test(alias)) {
    throw new HttpProblem('model-not-found', 'there is no such model or alias');
  }
  const [match, noneMatch] = [readTags(headers, 'if-match'), readTags(headers, 'if-none-match')];
  if (match === undefined && noneMatch === undefined)
    throw new HttpProblem(
      'precondition-required',
      'expected If-Match with the ETag of the alias, or If-None-Match: * for a new alias',
    );
  const { version, why = '' } = readBody(request, AliasMove, EXPECTED, 'the alias cannot be moved');
  const moves = await deps.registry.aliasHistory(name, alias);
  const from = moves[0]?.to;
  const current = from === undefined ? [] : [`${from}-${moves.length}`, from];
  if (
    (match !== undefined && !matchesStrongly(match, current)) ||
    (noneMatch !== undefined && matchesWeakly(noneMatch, current))
  )
    throw new HttpProblem('precondition-failed', describeState(name, alias, from, moves.length));
  try {
    const facts = { name, version, alias, from, moves: moves.length, by: `key ${caller.id}`, why };
    await promoteVersion(deps, facts);
  } catch (error) {
    if (error instanceof NotFoundError) throw new HttpProblem('model-not-found', error.message);
    if (error instanceof ConflictError) throw new HttpProblem('precondition-failed', error.message);
    throw error;
  }
  audit('alias moved', { model: name, alias, from: from ?? null, to: version });
  const findings = (await reviewMove(deps, { name, from, to: version })) ?? null;
  return json<AliasMoved>({ name, alias, version, from: from ?? null, findings }, 200, {
    etag: tagOf(version, from === version ? moves.length : moves.length + 1),
  });
}

const EXPECTED: Readonly<Record<keyof AliasMove, string>> = {
  version: 'expected a version such as "v4"',
  why: 'expected text of up to 500 characters',
};

const describeState = (name: string, alias: string, from: string | undefined, moves: number): string =>
  from === undefined
    ? `${name} has no ${alias}: expected If-None-Match: *`
    : `${name}: ${alias} points to ${from}; its ETag is ${tagOf(from, moves)}`;
