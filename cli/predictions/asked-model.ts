import type { Client } from '../../lib/client/index.ts';
import type { LeadSchema } from '../../lib/lead/schema.ts';
import { leadSchemaFromJson } from '../../lib/lead/schema-from-json.ts';

/** The model that a command works with, from its first request to its last. */
export interface AskedModel {
  readonly name: string;
  readonly version: string;
  /** `leads@v2`: an alias may point elsewhere a moment later. */
  readonly reference: string;
  readonly schema: LeadSchema;
}

/**
 * The version that a reference names now, and what a lead is to it.
 *
 * @param model `leads`, `leads@v3` or `leads@challenger`; undefined: the API's model
 * @throws {ApiError} there is no such model
 */
export async function findAskedModel(
  client: Client,
  model: string | undefined,
  signal: AbortSignal,
): Promise<AskedModel> {
  const described = await client.schema({ signal, ...(model === undefined ? {} : { model }) });
  const { name, version } = described['x-model'];
  return { name, version, reference: `${name}@${version}`, schema: leadSchemaFromJson(described) };
}
