import { type JsonSchema, leadJsonSchema } from '../lead/lead-json-schema.ts';
import type { Field, LeadSchema } from '../lead/schema.ts';
import type { ModelArtifact } from '../model/artifact.ts';
import { exampleLead } from '../model/example-lead.ts';
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
  const common = exampleLead({ schema, baseline: artifact.baseline });
  const whole = leadJsonSchema(schema, { common });
  if (fits(whole, most)) return whole;
  for (const mostLevels of FEWER) {
    const cut = leadJsonSchema(schema, { common, mostLevels });
    if (fits(cut, most)) return cut;
  }
  const bare = leadJsonSchema(schema, { common, mostLevels: 0 });
  return fits(bare, most) ? bare : withoutNotes(bare);
}

/** Without what only explains: thousands of fields do not fit with it. */
function withoutNotes({ examples: _, ...schema }: JsonSchema): JsonSchema {
  const properties = Object.entries(schema.properties as Record<string, JsonSchema>).map(
    ([name, { examples: _examples, description, 'x-described': isDescribed, ...facts }]) => [
      name,
      { ...facts, ...(isDescribed === true ? {} : { description }) },
    ],
  );
  return { ...schema, properties: Object.fromEntries(properties) };
}

const fits = (json: JsonSchema, most: number): boolean => sentBytes(JSON.stringify(json)) <= most;
