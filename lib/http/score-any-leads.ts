import { validateLeads } from '../lead/validate-leads.ts';
import type { ServedModel } from '../registry/serve-model.ts';
import type { ApiRequest } from './api-route.ts';
import { readAnyLeads } from './read-any-leads.ts';
import { invalidLeads } from './routes/batches.ts';
import { readIgnoreUnknown, tellWarnings, warnOfIgnored } from './unknown-fields.ts';

/**
 * Scores leads in any of the forms of `readAnyLeads` in the request; nothing is kept.
 *
 * @param where the member of the body that holds them, for messages
 * @param named the model that the request names; null: the default one
 * @param most 1 where a single lead is asked for
 * @throws {HttpProblem} the leads cannot be read, or are not as the model expects, or more than the key's rate
 */
export async function scoreAnyLeads(
  request: ApiRequest,
  { model }: Pick<ServedModel, 'model'>,
  data: unknown,
  where: string,
  named: string | null,
  most?: 1,
) {
  const ignoreUnknown = readIgnoreUnknown(request);
  const { schema } = model.artifact;
  const inputs = readAnyLeads(data, schema, where, most);
  await request.takeLeads(inputs.length);
  const { good, errors } = validateLeads(schema, inputs, { ignoreUnknown });
  if (errors.length > 0) throw invalidLeads(errors, named);
  const warnings = good.flatMap(({ index, lead, ignored }) =>
    [...warnOfIgnored(ignored), ...model.warn(lead)].map((warning) => ({ index, ...warning })),
  );
  return {
    probabilities: good.map(({ lead }) => model.probabilityOf(lead)),
    warnings: tellWarnings(warnings),
  };
}
