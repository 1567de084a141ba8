import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

interface AskedOfMlflow {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  // biome-ignore lint/suspicious/noExplicitAny: whatever was sent
  readonly body: any;
  readonly authorization: string | undefined;
}

interface Tag {
  readonly key: string;
  readonly value: string;
}

/**
 * A tracking server that answers as https://mlflow.org/docs/latest/rest-api.html says, as far as it is asked here, and keeps
 * what it was told.
 */
export async function startFakeMlflow() {
  const asked: AskedOfMlflow[] = [];
  const experiments = new Map<string, string>();
  const runs = new Map<string, { tags: Tag[]; params: Map<string, string> }>();
  const models = new Set<string>();
  const versions: { name: string; version: string; tags: Tag[] }[] = [];
  const aliases = new Map<string, string>();

  class Refusal extends Error {
    readonly code: string;
    constructor(code: string) {
      super(code);
      this.code = code;
    }
  }
  // biome-ignore lint/suspicious/noExplicitAny: whatever was sent
  const answers: Record<string, (body: any, query: Record<string, string>) => unknown> = {
    'GET experiments/get-by-name': (_, { experiment_name = '' }) => {
      const experiment_id = experiments.get(experiment_name);
      if (experiment_id === undefined) throw new Refusal('RESOURCE_DOES_NOT_EXIST');
      return { experiment: { experiment_id, name: experiment_name } };
    },
    'POST experiments/create': ({ name }) => {
      const experiment_id = String(experiments.size + 1);
      experiments.set(name, experiment_id);
      return { experiment_id };
    },
    'POST runs/search': ({ filter }) => {
      const [, key, value] = /^tags\.`([^`]+)` = '([^']+)'$/.exec(filter)!;
      const found = [...runs].filter(([, { tags }]) =>
        tags.some((tag) => tag.key === key && tag.value === value),
      );
      return { runs: found.map(([run_id, { tags }]) => ({ info: { run_id }, data: { tags } })) };
    },
    'POST runs/create': ({ tags }) => {
      const run_id = `run-${runs.size + 1}`;
      runs.set(run_id, { tags, params: new Map() });
      return { run: { info: { run_id } } };
    },
    'POST runs/log-batch': ({ run_id, params }) => {
      const run = runs.get(run_id);
      if (run === undefined) throw new Refusal('RESOURCE_DOES_NOT_EXIST');
      for (const { key, value } of params) {
        // Parameters are written once.
        if ((run.params.get(key) ?? value) !== value) throw new Refusal('INVALID_PARAMETER_VALUE');
        run.params.set(key, value);
      }
      return {};
    },
    'POST runs/update': () => ({}),
    'POST registered-models/create': ({ name }) => {
      if (models.has(name)) throw new Refusal('RESOURCE_ALREADY_EXISTS');
      models.add(name);
      return { registered_model: { name } };
    },
    'GET model-versions/search': (_, { filter = '' }) => {
      const [, name] = /^name='([^']+)'$/.exec(filter)!;
      return { model_versions: versions.filter((version) => version.name === name) };
    },
    'POST model-versions/create': ({ name, tags }) => {
      const version = String(versions.length + 1);
      versions.push({ name, version, tags });
      return { model_version: { name, version, tags } };
    },
    'POST registered-models/alias': ({ name, alias, version }) => {
      aliases.set(`${name}@${alias}`, version);
      return {};
    },
  };
  const server = createServer(async (request, response) => {
    let text = '';
    for await (const chunk of request) text += chunk;
    const url = new URL(request.url!, 'http://mlflow');
    const path = url.pathname.replace('/api/2.0/mlflow/', '');
    const query = Object.fromEntries(url.searchParams);
    const body = text === '' ? undefined : JSON.parse(text);
    const method = request.method!;
    asked.push({ method, path, query, body, authorization: request.headers.authorization });
    response.setHeader('content-type', 'application/json');
    try {
      const answer = answers[`${method} ${path}`];
      if (answer === undefined) throw new Refusal('ENDPOINT_NOT_FOUND');
      response.end(JSON.stringify(answer(body, query)));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      response.statusCode = error.code === 'RESOURCE_DOES_NOT_EXIST' ? 404 : 400;
      response.end(JSON.stringify({ error_code: error.code, message: `refused: ${error.code}` }));
    }
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    runs,
    aliases,
    versions,
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}
