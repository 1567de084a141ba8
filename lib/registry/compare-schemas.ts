import type { Field, LeadSchema } from '../lead/schema.ts';
import { validateLead } from '../lead/validate-lead.ts';
import type { PromotionFinding } from './promotion-finding.ts';

/** A difference of two schemas by which leads are refused that were accepted. */
export interface SchemaChange {
  readonly kind: Extract<PromotionFinding['kind'], 'required' | 'removed' | 'changed'>;
  readonly field: string;
  /** What is so now and was otherwise. */
  readonly text: string;
}

/**
 * The differences by which a lead that `present` accepts may be refused by `next`. A smaller range, fewer levels and a field
 * that is optional now are none: values outside are accepted.
 *
 * @param version of the present schema, for the sentences
 */
export function compareSchemas(present: LeadSchema, next: LeadSchema, version: string): SchemaChange[] {
  const before = new Map(present.fields.map((field) => [field.name, field]));
  const now = new Set(next.fields.map(({ name }) => name));
  const changes: SchemaChange[] = [];
  for (const field of next.fields) {
    const { name: of } = field;
    const was = before.get(of);
    if (field.required && was?.required !== true)
      changes.push({
        kind: 'required',
        field: of,
        text: `${of} is required, and ${version} does not ${was === undefined ? 'ask for' : 'require'} it`,
      });
    // A field that is not used any more takes what it took.
    const change = was && field.unused !== true ? findOtherReading(was, field, next) : undefined;
    if (change !== undefined) changes.push({ kind: 'changed', field: of, text: `${of} ${change}` });
  }
  for (const { name: of } of present.fields)
    if (!now.has(of))
      changes.push({ kind: 'removed', field: of, text: `${of} is a field of ${version} only` });
  return changes;
}

function findOtherReading(was: Field, is: Field, next: LeadSchema): string | undefined {
  if (was.type !== is.type) return `was a ${was.type} and is a ${is.type} now`;
  if (was.type !== 'category') return undefined;
  // Words that mean “missing” now, above all.
  const alone = { ...next, fields: [is] };
  const refused = was.levels.filter((level) => !validateLead(alone, { [is.name]: level }).ok).length;
  return refused === 0 ? undefined : `had ${refused} of its values that are refused now`;
}
