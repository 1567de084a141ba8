import type { Receipt } from '../contract/prediction.ts';
import type { Lead, LeadSchema } from '../lead/schema.ts';
import type { CompiledModel } from '../model/compile-model.ts';
import type { ModelRef } from '../registry/registry.ts';
import { sha256Of } from '../sha256.ts';

/** It holds no value of the lead. `log_odds` is before calibration; a contribution per part of the model, in its order. */
export type { Receipt };

export function makeReceipt(model: CompiledModel, ref: ModelRef, lead: Lead): Receipt {
  const { artifact } = model;
  const { logOdds, contributions } = model.score(lead);
  const { name, version, sha256 } = ref;
  return {
    lead_sha256: hashLead(artifact.schema, lead),
    model: { name, version, sha256 },
    log_odds: logOdds,
    intercept: model.base,
    contributions: model.parts.map((term, i) => ({ term, log_odds: contributions[i]! })),
  };
}

/**
 * SHA-256 of the validated lead as JSON: `[[field, value], …]` in the schema's order, missing values as null.
 * The order of the keys in the request, and whether a missing value was given as null, make no difference.
 */
export function hashLead(schema: LeadSchema, lead: Lead): string {
  return sha256Of(JSON.stringify(schema.fields.map(({ name }) => [name, lead[name] ?? null])));
}
