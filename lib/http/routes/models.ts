import { MODEL_NAME, type ModelVersion, VERSION } from '../../registry/registry.ts';
import { type ApiDeps, type ApiRequest, type ApiRoute, json } from '../api-route.ts';
import { HttpProblem } from '../problem.ts';

/** The registry, to be read. */
export const MODEL_ROUTES: readonly ApiRoute[] = [
  { method: 'GET', path: '/models', handle: list },
  { method: 'GET', path: '/models/:name', handle: getModel },
  { method: 'GET', path: '/models/:name/versions/:version', handle: getVersion },
];

async function list({ registry }: ApiDeps): Promise<Response> {
  const names = await registry.listModels();
  const models = await Promise.all(
    names.map(async (name) => ({ name, aliases: await registry.listAliases(name) })),
  );
  return json({ models });
}

async function getModel({ registry }: ApiDeps, { params }: ApiRequest): Promise<Response> {
  const name = params.name ?? '';
  const [versions, aliases] = MODEL_NAME.test(name)
    ? await Promise.all([registry.listVersions(name), registry.listAliases(name)])
    : [[], {}];
  if (versions.length === 0) throw new HttpProblem('model-not-found', 'there is no model of this name');
  return json({ name, aliases, versions: versions.map(versionBody) });
}

async function getVersion({ registry }: ApiDeps, { params }: ApiRequest): Promise<Response> {
  const { name = '', version = '' } = params;
  const known = MODEL_NAME.test(name) && VERSION.test(version);
  const record = known ? await registry.getVersion(name, version) : undefined;
  if (record === undefined) throw new HttpProblem('model-not-found', 'there is no such version');
  return json(versionBody(record));
}

const versionBody = ({
  name,
  version,
  sha256,
  createdAt,
  createdBy,
  trainer,
  metrics,
  tags,
  files,
}: ModelVersion) => ({
  name,
  version,
  sha256,
  created_at: createdAt.toISOString(),
  created_by: createdBy,
  trainer,
  metrics,
  tags,
  files,
});
