import { type JsonSchema, leadJsonSchema } from '../lead/lead-json-schema.ts';
import type { LeadSchema } from '../lead/schema.ts';
import { PAGE_BYTES, sentBytes } from './answer-size.ts';

/** Levels of a category, the most frequent ones. */
const FEWER = [1000, 100, 10] as const;

/**
 * The JSON Schema of a lead as it fits into an answer: where categories have too many levels, the most frequent of each, and
 * `x-levels-total` says how many there are. What a lead may be is the same: levels are informative.
 */
export function fitLeadSchema(schema: LeadSchema, most = PAGE_BYTES): JsonSchema {
  const whole = leadJsonSchema(schema);
  if (fits(whole, most)) return whole;
  for (const levels of FEWER) {
    const cut = leadJsonSchema(schema, levels);
    if (fits(cut, most)) return cut;
  }
  return leadJsonSchema(schema, 0);
}

const fits = (json: JsonSchema, most: number): boolean => sentBytes(JSON.stringify(json)) <= most;
