import { ARTIFACT_FORMAT, type ModelArtifact } from './artifact.ts';
import {
  ArtifactError,
  ascending,
  flag,
  list,
  literal,
  number,
  object,
  optional,
  positive,
  record,
  tagged,
  text,
} from './check.ts';

export { ArtifactError };

const field = {
  name: text,
  required: flag,
  label: optional(text),
  help: optional(text),
  unit: optional(text),
};
const term = { feature: text, missing: number, mean: number };
const evaluation = {
  rows: number,
  base_rate: number,
  roc_auc: number,
  pr_auc: number,
  log_loss: number,
  brier: number,
  constant_log_loss: number,
};

const checkShape = object({
  format: literal(ARTIFACT_FORMAT),
  kind: literal('additive'),
  name: text,
  created_at: text,
  trainer: text,
  seed: number,
  schema: object({
    fields: list(
      tagged('type', {
        number: { ...field, integer: flag, range: list(number) },
        category: { ...field, levels: list(text) },
        boolean: field,
        date: { ...field, range: list(text) },
      }),
    ),
    missing_words: list(text),
  }),
  intercept: number,
  terms: list(
    tagged('kind', {
      linear: {
        ...term,
        weight: number,
        steps: list(
          tagged('op', {
            clip: { low: number, high: number },
            log1p: {},
            scale: { mean: number, sd: positive },
          }),
        ),
      },
      category: {
        ...term,
        part: optional(literal('weekday', 'month')),
        values: record(number),
        other: number,
      },
    }),
  ),
  calibration: tagged('method', {
    none: {},
    platt: { slope: number, offset: number },
    isotonic: { z: ascending, p: ascending },
  }),
  scale: object({ percentiles: ascending, grades: object({ A: number, B: number, C: number }) }),
  metrics: object({ holdout: object(evaluation) }),
  baseline: record(object({ missing: number })),
  lineage: object({ data_sha256: text, rows: number, converted: number, target: text, positive: text }),
});

/**
 * Checks that parsed JSON is a model artifact that this reader understands, whoever wrote it.
 *
 * @throws {ArtifactError} naming the place, what was expected there and what was found
 */
export function parseArtifact(json: unknown): ModelArtifact {
  checkShape(json, '');
  const artifact = json as ModelArtifact;
  const types = new Map(artifact.schema.fields.map((f) => [f.name, f.type]));
  if (types.size !== artifact.schema.fields.length) {
    throw new ArtifactError('model artifact: schema.fields: expected unique names, got one twice');
  }
  artifact.terms.forEach((t, i) => {
    const type = types.get(t.feature);
    if (type === undefined) {
      throw new ArtifactError(
        `model artifact: terms[${i}].feature: expected a field of the schema, got "${t.feature}"`,
      );
    }
    const fits =
      t.kind === 'linear'
        ? type === 'number'
        : (t.part !== undefined) === (type === 'date') && type !== 'number';
    if (!fits) {
      throw new ArtifactError(
        `model artifact: terms[${i}]: a ${t.kind} term cannot read the ${type} "${t.feature}"`,
      );
    }
  });
  const { calibration } = artifact;
  if (
    calibration.method === 'isotonic' &&
    (calibration.z.length === 0 || calibration.z.length !== calibration.p.length)
  ) {
    throw new ArtifactError('model artifact: calibration: expected as many z as p and at least one');
  }
  return artifact;
}
