import type { LeadSchema, LeadValue } from '../../lead/schema.ts';
import type { Warning } from '../../model/find-warnings.ts';
import { describeSkew, listSkew, type SkewSummary, type Trained } from './describe-skew.ts';
import { addExample, emptySkew, type FieldSkew } from './skew.ts';

/** A lead that the API scored, and its warnings; a stage of an earlier release gives none. */
export interface WarnedLead {
  readonly values: Readonly<Record<string, LeadValue>>;
  readonly warnings?: readonly Warning[] | undefined;
}

export interface WarnedLeads {
  readonly skew: readonly SkewSummary[];
  /** The same in sentences, the loud ones first. */
  readonly sentences: readonly string[];
}

/** What the warnings of many leads come to, as the summary of a scored file has it. */
export function describeWarnings(schema: LeadSchema, leads: readonly WarnedLead[]): WarnedLeads {
  const byField = new Map(schema.fields.map(({ name }) => [name, emptySkew(name)]));
  for (const { values, warnings = [] } of leads) {
    for (const { field, code } of warnings) {
      const skew = byField.get(field);
      if (skew !== undefined) addWarning(skew, code, values[field] ?? null);
    }
  }
  const skew = [...byField.values()];
  // A warning of a missing value says that no training lead lacked it.
  const complete = skew.flatMap(({ field, missing }) => (missing > 0 ? [[field, { missing: 0 }]] : []));
  const trained: Trained = { schema, baseline: Object.fromEntries(complete) };
  return {
    skew: listSkew(trained, skew, leads.length),
    sentences: describeSkew(trained, skew, leads.length),
  };
}

function addWarning(skew: FieldSkew, code: Warning['code'], value: LeadValue): void {
  if (code === 'missing') {
    skew.missing += 1;
    return;
  }
  if (code === 'unseen_level') skew.unseen += 1;
  else skew.outside += 1;
  addExample(skew, value);
}
