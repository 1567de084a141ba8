import { compileModel } from '../../lib/model/compile-model.ts';
import { EXAMPLE_LEAD, exampleArtifact } from '../support/example-model.ts';

/** The versions of the model that are published, and as what each scores. */
export const VERSIONS = [exampleArtifact(), exampleArtifact({ intercept: 0.5 })];
export const MODELS = VERSIONS.map(compileModel);

/** This one fits no version. */
export const BAD_LEAD = 9;

export const leadOf = (lead: number) =>
  lead === BAD_LEAD ? { source: 'web', visits: 'many' } : { ...EXAMPLE_LEAD, visits: lead };
