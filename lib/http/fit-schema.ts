import { type JsonSchema, leadJsonSchema } from '../lead/lead-json-schema.ts';
import type { Field, LeadSchema } from '../lead/schema.ts';
import type { ModelArtifact } from '../model/artifact.ts';
import { PAGE_BYTES, sentBytes } from './answer-size.ts';

/** Levels of a category, the most frequent ones. */
const FEWER = [1000, 100, 10] as const;

type Described = Pick<ModelArtifact, 'schema' | 'baseline'>;

/**
 * The schema, which everyone may read, without levels of fewer than 20 leads: artifacts of older releases name them. The baseline
 * has never had any but the frequent ones.
 */
function nameFrequent({ schema, baseline }: Described): LeadSchema {
  const fields = schema.fields.map((field): Field => {
    const frequent = baseline[field.name]?.levels;
    if (field.type !== 'category' || frequent === undefined) return field;
    return { ...field, levels: field.levels.filter((level) => Object.hasOwn(frequent, level)) };
  });
  return { ...schema, fields };
}

/**
 * The JSON Schema of a lead as it fits into an answer: where categories have too many levels, the most frequent of each, and
 * `x-levels-total` says how many there are. What a lead may be is the same: levels are informative.
 */
export function fitLeadSchema(artifact: Described, most = PAGE_BYTES): JsonSchema {
  const schema = nameFrequent(artifact);
  const whole = leadJsonSchema(schema);
  if (fits(whole, most)) return whole;
  for (const levels of FEWER) {
    const cut = leadJsonSchema(schema, levels);
    if (fits(cut, most)) return cut;
  }
  return leadJsonSchema(schema, 0);
}

const fits = (json: JsonSchema, most: number): boolean => sentBytes(JSON.stringify(json)) <= most;
