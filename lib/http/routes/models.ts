import { ConflictError, NotFoundError } from '../../errors.ts';
import { promoteVersion } from '../../registry/move-alias.ts';
import { FILE_TYPES, isServed } from '../../registry/publish-model.ts';
import { ALIAS_NAME, MODEL_NAME, type ModelVersion, VERSION, versionKey } from '../../registry/registry.ts';
import { reviewMove } from '../../registry/review-promotion.ts';
import { versionBody } from '../../registry/version-body.ts';
import { type ApiAnswer, type Headers, json } from '../answer.ts';
import type { ApiDeps, ApiRequest, ApiRoute } from '../api-route.ts';
import { HttpProblem } from '../problem.ts';
import { readJson } from '../read-json.ts';

/** The registry: to be read, and its aliases to be moved. */
export const MODEL_ROUTES: readonly ApiRoute[] = [
  { method: 'GET', path: '/models', scope: 'predict', handle: list },
  { method: 'GET', path: '/models/:name', scope: 'predict', handle: getModel },
  { method: 'GET', path: '/models/:name/versions/:version', scope: 'predict', handle: getVersion },
  { method: 'GET', path: '/models/:name/versions/:version/files/:file', scope: 'predict', handle: getFile },
  { method: 'GET', path: '/models/:name/aliases/:alias', scope: 'predict', handle: getAlias },
  { method: 'PUT', path: '/models/:name/aliases/:alias', scope: 'admin', handle: moveAlias },
];

async function list({ registry }: ApiDeps): Promise<ApiAnswer> {
  const names = await registry.listModels();
  const models = await Promise.all(
    names.map(async (name) => ({ name, aliases: await registry.listAliases(name) })),
  );
  return json({ models });
}

async function getModel({ registry }: ApiDeps, { params }: ApiRequest): Promise<ApiAnswer> {
  const name = params.name ?? '';
  const [versions, aliases] = MODEL_NAME.test(name)
    ? await Promise.all([registry.listVersions(name), registry.listAliases(name)])
    : [[], {}];
  if (versions.length === 0) throw new HttpProblem('model-not-found', 'there is no model of this name');
  return json({ name, aliases, versions: versions.map(describe) });
}

async function getVersion({ registry }: ApiDeps, { params }: ApiRequest): Promise<ApiAnswer> {
  const { name = '', version = '' } = params;
  const known = MODEL_NAME.test(name) && VERSION.test(version);
  const record = known ? await registry.getVersion(name, version) : undefined;
  if (record === undefined) throw new HttpProblem('model-not-found', 'there is no such version');
  return json(describe(record));
}

const describe = (record: ModelVersion) => ({ ...versionBody(record), files: record.files.filter(isServed) });

/** Lambda answers with at most 6 MB. */
const MOST_FILE_BYTES = 5_500_000;

/** A file of a version, for pages that draw its figures or score with it. It never changes. */
async function getFile({ registry, artifacts }: ApiDeps, { params }: ApiRequest): Promise<ApiAnswer> {
  const { name = '', version = '', file = '' } = params;
  const known = MODEL_NAME.test(name) && VERSION.test(version) && isServed(file);
  const record = known ? await registry.getVersion(name, version) : undefined;
  if (record === undefined || !['model.json', ...record.files].includes(file))
    throw new HttpProblem('model-not-found', 'there is no such file of a version');
  const bytes = await artifacts.get(versionKey(name, version, file));
  if (bytes.length > MOST_FILE_BYTES)
    throw new HttpProblem('file-too-large', 'the file is too large for this API; read it from the bucket');
  return {
    status: 200,
    headers: {
      'content-type': FILE_TYPES[file as keyof typeof FILE_TYPES],
      'cache-control': 'private, max-age=31536000, immutable',
      // A report is a page of its own; what it may do is written in it.
      'x-content-type-options': 'nosniff',
    },
    body: new TextDecoder().decode(bytes),
  };
}

/** Where an alias points, with the ETag that moving it asks for, and where it pointed, newest first. */
async function getAlias({ registry }: ApiDeps, { params }: ApiRequest): Promise<ApiAnswer> {
  const { name = '', alias = '' } = params;
  const known = MODEL_NAME.test(name) && ALIAS_NAME.test(alias);
  const version = known ? await registry.getAlias(name, alias) : undefined;
  if (version === undefined) throw new HttpProblem('model-not-found', 'there is no such model or alias');
  const moves = await registry.aliasHistory(name, alias);
  // Who and why is for those who run the service: `scorelane models history`.
  const history = moves.map(({ action, from, to, at }) => ({
    action,
    from: from ?? null,
    to: to ?? null,
    at: at.toISOString(),
  }));
  return json({ name, alias, version, history }, 200, { etag: `"${version}"` });
}

/**
 * Points an alias to a version: `{"version": "v4", "why": "…"}`. `If-Match: "v3"` says where the caller saw it point,
 * `If-None-Match: *` that it did not exist, so that of two at once one learns of the other. Whoever asks decides: what speaks
 * against the version is told with the answer.
 */
async function moveAlias(deps: ApiDeps, request: ApiRequest): Promise<ApiAnswer> {
  const { caller, headers } = request;
  const { name = '', alias = '' } = request.params;
  if (!MODEL_NAME.test(name) || !ALIAS_NAME.test(alias)) {
    throw new HttpProblem('model-not-found', 'there is no such model or alias');
  }
  const from = readPrecondition(headers);
  const { version, why } = readMove(readJson(request));
  try {
    await promoteVersion(deps, { name, version, alias, from, by: `key ${caller}`, why });
  } catch (error) {
    if (error instanceof NotFoundError) throw new HttpProblem('model-not-found', error.message);
    if (error instanceof ConflictError) throw new HttpProblem('precondition-failed', error.message);
    throw error;
  }
  const findings = (await reviewMove(deps, { name, from, to: version })) ?? null;
  return json({ name, alias, version, from: from ?? null, findings }, 200, { etag: `"${version}"` });
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
function readMove(body: unknown): { version: string; why: string } {
  const { version, why = '' } = (typeof body === 'object' && body !== null ? body : {}) as Record<
    string,
    unknown
  >;
  if (typeof version === 'string' && VERSION.test(version) && typeof why === 'string' && why.length <= 500) {
    return { version, why };
  }
  throw new HttpProblem('invalid-request', 'expected {"version": "v4", "why": "up to 500 characters"}');
}
