import type { ImportedModel } from '../../lib/importing/imported-model.ts';
import type { Field } from '../../lib/lead/schema.ts';
import { validateLead } from '../../lib/lead/validate-lead.ts';
import { compileModel } from '../../lib/model/compile-model.ts';
import { parseArtifact } from '../../lib/model/parse-artifact.ts';
import { exampleArtifact } from './example-model.ts';

/** An artifact around an imported model, without what only training leads tell. */
export function artifactOf({ fields, intercept, terms, trees, calibration }: ImportedModel) {
  const artifact = exampleArtifact({
    kind: trees === undefined ? 'additive' : 'trees',
    schema: {
      fields: fields.map(({ name, type, levels = [], range }): Field => {
        const common = { name, required: false };
        if (type === 'category') return { ...common, type, levels: [...levels] };
        if (type === 'boolean') return { ...common, type };
        return { ...common, type: 'number', integer: false, range: range ?? [0, 0] };
      }),
      missing_words: [],
    },
    intercept,
    terms: [...terms],
    ...(trees && { trees }),
    calibration,
  });
  return parseArtifact(JSON.parse(JSON.stringify(artifact)));
}

/** How far our probabilities of the checks are from the library's, and how far reasons are from adding up, at most. */
export function compareWithChecks(model: ImportedModel): {
  readonly score: number;
  readonly reasons: number;
} {
  const compiled = compileModel(artifactOf(model));
  let [score, reasons] = [0, 0];
  for (const check of model.checks!) {
    const valid = validateLead(compiled.artifact.schema, check.lead);
    if (!valid.ok) throw new Error(JSON.stringify(valid.errors));
    const scored = compiled.score(valid.lead);
    score = Math.max(score, Math.abs(scored.probability - check.probability));
    const sum = scored.contributions.reduce((all, each) => all + each, compiled.base);
    reasons = Math.max(reasons, Math.abs(sum - scored.logOdds));
  }
  return { score, reasons };
}
