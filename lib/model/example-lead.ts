import type { Field, Lead, LeadValue } from '../lead/schema.ts';
import type { ModelArtifact } from './artifact.ts';

/** A lead that the model accepts, made of common values of its training data: for examples and first tries. */
export function exampleLead({ schema, baseline }: Pick<ModelArtifact, 'schema' | 'baseline'>): Lead {
  return Object.fromEntries(
    schema.fields.map((field) => [field.name, commonValue(field, baseline[field.name]?.edges)]),
  );
}

function commonValue(field: Field, edges: readonly number[] | undefined): LeadValue {
  if (field.unused === true) return null;
  switch (field.type) {
    case 'number':
      return edges?.[Math.floor(edges.length / 2)] ?? field.range[0];
    case 'category':
      return field.levels[0] ?? (field.required ? 'any other' : null);
    case 'boolean':
      return true;
    case 'date':
      return field.range[1];
  }
}
