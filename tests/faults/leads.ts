import { compileModel } from '../../lib/model/compile-model.ts';
import { EXAMPLE_LEAD, exampleArtifact } from '../support/example-model.ts';

/** The versions of the model that are published, and as what each scores. */
export const VERSIONS = [exampleArtifact(), exampleArtifact({ intercept: 0.5 })];
export const MODELS = VERSIONS.map(compileModel);

/** This one fits no version. */
export const BAD_LEAD = 9;

/** The callers' own ids of the leads that have one. */
export const REFERENCES = ['r0', 'r1', 'r2'];

/** Leads of every second number have a reference. */
export const referenceOf = (lead: number): string | undefined =>
  lead !== BAD_LEAD && lead % 2 === 0 ? REFERENCES[(lead / 2) % REFERENCES.length] : undefined;

/** As it is submitted. */
export function submissionOf(lead: number): unknown {
  const reference = referenceOf(lead);
  return reference === undefined ? leadOf(lead) : { lead: leadOf(lead), reference };
}

export const leadOf = (lead: number) =>
  lead === BAD_LEAD ? { source: 'web', visits: 'many' } : { ...EXAMPLE_LEAD, visits: lead };
