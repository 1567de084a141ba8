import type { Conversions } from '../../contract/lead.ts';
import { MOST_ERRORS, MOST_LEADS } from '../../contract/words.ts';
import { InputError, NotFoundError } from '../../errors.ts';
import { validateLeads } from '../../lead/validate-leads.ts';
import type { ServeModel } from '../../registry/serve-model.ts';
import { type ApiAnswer, json } from '../answer.ts';
import type { ApiRequest, ApiRoute, DefaultModel } from '../api-route.ts';
import { HttpProblem } from '../problem.ts';
import { readJson } from '../read-json.ts';
import { unknownMembers } from '../unknown-members.ts';
import { invalidLeads } from './batches.ts';

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
    takes: ['application/json'],
    handle: predict,
  },
];

async function predict(deps: ConversionDeps, request: ApiRequest): Promise<ApiAnswer> {
  const { modelName, inputs } = readRequest(readJson(request), deps.defaultModel);
  await request.takeLeads(inputs.length);
  const { model } = await deps.serve(modelName).catch((error: unknown) => {
    if (error instanceof NotFoundError || error instanceof InputError) {
      throw new HttpProblem('model-not-found', error.message);
    }
    throw error;
  });
  const { good, errors } = validateLeads(model.artifact.schema, inputs);
  if (errors.length > 0) throw invalidLeads(errors, modelName === deps.defaultModel ? null : modelName);
  const warnings = good.flatMap(({ index, lead }) =>
    model.warn(lead).map((warning) => ({ index, ...warning })),
  );
  return json<Conversions>({
    predictions: good.map(({ lead }) => model.probabilityOf(lead)),
    ...(warnings.length > 0 && {
      warnings: warnings.slice(0, MOST_ERRORS),
      warnings_total: warnings.length,
    }),
  });
}

/** @throws {HttpProblem} the body is not `{model_name, input_data}` */
function readRequest(body: unknown, defaultModel: string): { modelName: string; inputs: readonly unknown[] } {
  const wrong = (detail: string) => new HttpProblem('invalid-request', detail);
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw wrong('expected {"model_name": …, "input_data": …}');
  }
  const { model_name = defaultModel, input_data, ...others } = body as Record<string, unknown>;
  const unknown = Object.keys(others);
  if (unknown.length > 0) throw unknownMembers(unknown, ['model_name', 'input_data']);
  if (typeof model_name !== 'string') throw wrong('model_name: expected text such as "leads"');
  const data = typeof input_data === 'string' ? parse(input_data) : input_data;
  const inputs = Array.isArray(data) ? data : [data];
  if (data === undefined || data === null) {
    throw wrong('input_data: expected a lead, a list of leads, or JSON text of either');
  }
  if (inputs.length === 0 || inputs.length > MOST_LEADS) {
    throw wrong(
      `input_data: expected 1 to ${MOST_LEADS.toLocaleString('en-US')} leads, got ${inputs.length}`,
    );
  }
  return { modelName: model_name, inputs };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new HttpProblem(
      'invalid-request',
      'input_data: expected JSON text of a lead or a list of leads, got other text',
    );
  }
}
