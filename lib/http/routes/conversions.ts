import type { Conversions } from '../../contract/conversion.ts';
import { InputError, NotFoundError } from '../../errors.ts';
import type { ServeModel } from '../../registry/serve-model.ts';
import { type ApiAnswer, json } from '../answer.ts';
import type { ApiRequest, ApiRoute, DefaultModel } from '../api-route.ts';
import { HttpProblem } from '../problem.ts';
import { entriesOf, readPythonJson } from '../python-json.ts';
import { scoreAnyLeads } from '../score-any-leads.ts';
import { unknownMembers } from '../unknown-members.ts';

export interface ConversionDeps extends DefaultModel {
  readonly serve: ServeModel;
}

/** The simple way: probabilities at once, and nothing is kept. */
export const CONVERSION_ROUTES: readonly ApiRoute<ConversionDeps>[] = [
  {
    method: 'POST',
    path: '/predict_lead_conversion',
    scope: 'predict',
    counts: 'leads',
    query: ['unknown'],
    takes: ['application/json'],
    handle: predict,
  },
];

async function predict(deps: ConversionDeps, request: ApiRequest): Promise<ApiAnswer> {
  const { modelName, data } = readRequest(readPythonJson(request), deps.defaultModel);
  const served = await deps.serve(modelName).catch(async (error: unknown) => {
    if (!(error instanceof NotFoundError || error instanceof InputError)) throw error;
    await request.takeLeads(1);
    throw new HttpProblem('model-not-found', error.message);
  });
  const named = modelName === deps.defaultModel ? null : modelName;
  const { probabilities, warnings } = await scoreAnyLeads(request, served, data, 'input_data', named);
  return json<Conversions>({ predictions: probabilities, ...warnings });
}

/** What other services keep a model in. */
const FILE_ENDING = /\.(?:pkl|pickle|joblib|sav|json)$/i;

/**
 * The model that a name stands for. A file's name says its model in the letters that names of models have.
 *
 * @example
 * nameOfModel('Lead_Scoring.pkl'); // 'lead-scoring'
 */
const nameOfModel = (text: string): string =>
  FILE_ENDING.test(text) ? text.replace(FILE_ENDING, '').toLowerCase().replaceAll('_', '-') : text;

const MEMBERS = ['model_name', 'input_data'];

/** @throws {HttpProblem} the body is not `{model_name, input_data}` */
function readRequest(body: unknown, defaultModel: string): { modelName: string; data: unknown } {
  const wrong = (detail: string) => new HttpProblem('invalid-request', detail);
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw wrong('expected {"model_name": …, "input_data": …}');
  }
  const members = new Map(entriesOf(body));
  const unknown = [...members.keys()].filter((name) => !MEMBERS.includes(name));
  if (unknown.length > 0) throw unknownMembers(unknown, MEMBERS);
  const modelName = members.get('model_name') ?? defaultModel;
  if (typeof modelName !== 'string') throw wrong('model_name: expected text such as "leads"');
  return { modelName: nameOfModel(modelName), data: members.get('input_data') };
}
