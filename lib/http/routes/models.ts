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
import { type ApiAnswer, type Headers, json } from '../answer.ts';
import { fillPage } from '../answer-size.ts';
import type { ApiRequest, ApiRoute } from '../api-route.ts';
import { acceptsGzip, fitFile } from '../fit-file.ts';
import { lackOf } from '../identify.ts';
import { HttpProblem } from '../problem.ts';
import { readJson } from '../read-json.ts';
import { readText } from '../read-query.ts';

export interface ModelDeps extends ReviewDeps {
  readonly registry: RegistryStore;
  readonly artifacts: ArtifactStore;
}

/** The registry: to be read, and its aliases to be moved. */
export const MODEL_ROUTES: readonly ApiRoute<ModelDeps>[] = [
  { method: 'GET', path: '/models', scope: 'predict', handle: list },
  { method: 'GET', path: '/models/:name', scope: 'predict', handle: getModel },
  { method: 'GET', path: '/models/:name/versions/:version', scope: 'predict', handle: getVersion },
  { method: 'GET', path: '/models/:name/versions/:version/files/:file', scope: 'form', handle: getFile },
  { method: 'GET', path: '/models/:name/aliases/:alias', scope: 'predict', handle: getAlias },
  { method: 'PUT', path: '/models/:name/aliases/:alias', scope: 'admin', handle: moveAlias },
];

const MOST_MODELS = 200;

/** By name; the cursor is the last name of the page before. */
async function list({ registry }: ModelDeps, { query }: ApiRequest): Promise<ApiAnswer> {
  const after = readCursor(query, MODEL_NAME) ?? '';
  const names = (await registry.listModels()).filter((name) => name > after);
  const found = await Promise.all(
    names.slice(0, MOST_MODELS).map(async (name) => ({ name, aliases: await registry.listAliases(name) })),
  );
  const models = fillPage(found);
  return json<Models>({ models, next_cursor: models.length < names.length ? models.at(-1)!.name : null });
}

/** Newest first; the cursor is the last version of the page before. */
async function getModel({ registry }: ModelDeps, { params, query }: ApiRequest): Promise<ApiAnswer> {
  const name = params.name ?? '';
  const after = readCursor(query, VERSION);
  const [versions, aliases] = MODEL_NAME.test(name)
    ? await Promise.all([registry.listVersions(name), registry.listAliases(name)])
    : [[], {}];
  if (versions.length === 0) throw new HttpProblem('model-not-found', 'there is no model of this name');
  const rest = versions.filter(({ version }) => after === undefined || numberOf(version) < numberOf(after));
  const page = fillPage(rest.map(describe));
  return json<Model>({
    name,
    aliases,
    versions: page,
    next_cursor: page.length < rest.length ? page.at(-1)!.version : null,
  });
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
      'content-type': FILE_TYPES[file as keyof typeof FILE_TYPES],
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
async function getAlias({ registry }: ModelDeps, { params, query }: ApiRequest): Promise<ApiAnswer> {
  const { name = '', alias = '' } = params;
  const known = MODEL_NAME.test(name) && ALIAS_NAME.test(alias);
  const version = known ? await registry.getAlias(name, alias) : undefined;
  if (version === undefined) throw new HttpProblem('model-not-found', 'there is no such model or alias');
  const moves = await registry.aliasHistory(name, alias);
  // Counted from the oldest move, so that a new one changes no cursor.
  const before = Number(readCursor(query, /^[1-9]\d{0,8}$/) ?? moves.length);
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
  const body = { name, alias, version, history, next_cursor: left === 0 ? null : String(left) };
  return json<Alias>(body, 200, { etag: `"${version}"` });
}

/**
 * Points an alias to a version: `{"version": "v4", "why": "…"}`. `If-Match: "v3"` says where the caller saw it point,
 * `If-None-Match: *` that it did not exist, so that of two at once one learns of the other. Whoever asks decides: what speaks
 * against the version is told with the answer.
 */
async function moveAlias(deps: ModelDeps, request: ApiRequest): Promise<ApiAnswer> {
  const { caller, headers, audit } = request;
  const { name = '', alias = '' } = request.params;
  if (!MODEL_NAME.test(name) || !ALIAS_NAME.test(alias)) {
    throw new HttpProblem('model-not-found', 'there is no such model or alias');
  }
  const from = readPrecondition(headers);
  const { version, why = '' } = readMove(readJson(request));
  try {
    await promoteVersion(deps, { name, version, alias, from, by: `key ${caller.id}`, why });
  } catch (error) {
    if (error instanceof NotFoundError) throw new HttpProblem('model-not-found', error.message);
    if (error instanceof ConflictError) throw new HttpProblem('precondition-failed', error.message);
    throw error;
  }
  audit('alias moved', { model: name, alias, from: from ?? null, to: version });
  const findings = (await reviewMove(deps, { name, from, to: version })) ?? null;
  return json<AliasMoved>({ name, alias, version, from: from ?? null, findings }, 200, {
    etag: `"${version}"`,
  });
}

/** @throws {HttpProblem} there is none, or it is no version */
function readPrecondition(headers: Headers): string | undefined {
  const match = headers['if-match'];
  if (match === undefined && headers['if-none-match'] === '*') return undefined;
  const [, version] = /^"(v[1-9]\d{0,8})"$/.exec(match ?? '') ?? [];
  if (version !== undefined) return version;
  throw new HttpProblem(
    'precondition-required',
    'expected If-Match: "v3" with the version that the alias points to, or If-None-Match: * for a new alias',
  );
}

/** @throws {HttpProblem} the body is not `{version, why?}` */
function readMove(body: unknown): AliasMove {
  const parsed = AliasMove.safeParse(body);
  if (parsed.success) return parsed.data;
  throw new HttpProblem('invalid-request', 'expected {"version": "v4", "why": "up to 500 characters"}');
}
