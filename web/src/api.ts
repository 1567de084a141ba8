import {
  ApiError,
  ConnectionError,
  createClient,
  createRequester,
  WaitTimeoutError,
} from '../../lib/client/index.ts';
import type { Alias, Key, LeadJsonSchema, Model, PredictionPage } from '../../lib/contract/index.ts';
import type { LeadSchema } from '../../lib/lead/schema.ts';
import { leadSchemaFromJson } from '../../lib/lead/schema-from-json.ts';
import type { TrainingRecord } from '../../lib/learning/training-record.ts';
import { takeChecked } from '../../lib/model/checked-artifact.ts';
import { type CompiledModel, compileModel } from '../../lib/model/compile-model.ts';
import { readCsv } from './recent/read-csv.ts';
import type { Settings } from './settings.ts';

/** What the page works with: a version's schema and, to score with here, the version itself. */
export interface Champion {
  readonly schema: LeadSchema;
  readonly name: string;
  readonly version: string;
  readonly model: CompiledModel;
}

export type VersionRef = LeadJsonSchema['x-model'];
export type Move = Alias['history'][number];
export type Listed = PredictionPage['predictions'][number];
export type { Model };

/** A person waits: a service that is not there is told of soon. */
const RETRIES = 2;

export type Api = ReturnType<typeof createApi>;

/** Everything that the page asks of the API. */
export function createApi({ apiUrl, key }: Pick<Settings, 'apiUrl' | 'key'>) {
  const options = { baseUrl: apiUrl, retries: RETRIES, ...(key === undefined ? {} : { apiKey: key }) };
  const { call, request } = createRequester(options);
  const read = async <T>(path: string): Promise<T> => (await call<T>(path)).body;
  const readSchema = () => read<LeadJsonSchema>('/schema');
  const file = (name: string, version: string, file: string) =>
    `/models/${name}/versions/${version}/files/${file}`;
  const loadVersion = async ({ name, version }: VersionRef): Promise<Champion> => {
    const artifact = takeChecked(await read(file(name, version, 'model.json')));
    return { schema: inUse(artifact.schema), name, version, model: compileModel(artifact) };
  };
  return {
    client: createClient(options),
    /** Its schema is the one that the API tells. */
    async loadChampion(): Promise<Champion> {
      const described = await readSchema();
      return { ...(await loadVersion(described['x-model'])), schema: inUse(leadSchemaFromJson(described)) };
    },
    /** Which version is champion. */
    championNow: async () => (await readSchema())['x-model'],
    /** Any version, such as the one that answered. */
    loadVersion,
    /** What the page's key may do. */
    loadKey: () => read<Key>('/key'),
    loadModel: (name: string) => read<Model>(`/models/${name}`),
    /** Newest first. */
    loadMoves: async (name: string, alias: string) =>
      (await read<Alias>(`/models/${name}/aliases/${alias}`)).history,
    loadRecord: (name: string, version: string) => read<TrainingRecord>(file(name, version, 'metrics.json')),
    loadReport: async (name: string, version: string) =>
      (await request(file(name, version, 'report.html'), { headers: { accept: 'text/html' } })).blob(),
    list: (query: URLSearchParams) => read<PredictionPage>(`/predictions?${query}`),
    /** At least the first 2,000 rows, however many answers they take; all, where there are fewer. */
    listCsv: (query: URLSearchParams) => readCsv(request, `/predictions.csv?${query}`),
    /** What went wrong, in words for the person in front of the page. */
    describe: (error: unknown) => describeError(error, apiUrl),
  };
}

/** Without the fields that the model does not use: nobody needs to be asked for them. */
const inUse = (schema: LeadSchema): LeadSchema => ({
  ...schema,
  fields: schema.fields.filter(({ unused }) => unused !== true),
});

function describeError(error: unknown, apiUrl: string): string {
  if (error instanceof WaitTimeoutError)
    return 'It takes longer than usual. What was sent is accepted; come back in a while.';
  if (error instanceof ConnectionError)
    return `The scoring service at ${apiUrl} cannot be reached. Is it running, and is this address right?`;
  if (error instanceof ApiError && error.status === 401)
    return 'The scoring service wants a key. Open this page with #key=sl_… behind its address.';
  if (error instanceof ApiError)
    return `The scoring service answered: ${error.message.replace(/\.$/, '')} (${error.status}).`;
  return error instanceof Error ? error.message : String(error);
}
