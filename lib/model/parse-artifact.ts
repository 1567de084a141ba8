import type { FieldType } from '../lead/schema.ts';
import { ARTIFACT_FORMAT, type MainTerm, type ModelArtifact, type PairTerm } from './artifact.ts';
import {
  ArtifactError,
  ascending,
  type Checker,
  exactly,
  flag,
  increasing,
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
const numberPart = optional(literal('days'));
const datePart = optional(literal('weekday', 'month', 'hour'));
const term = { feature: text, missing: number, mean: number };
const axis: Checker = (value, path) => {
  object({ edges: optional(increasing), levels: optional(list(text)) })(value, path);
  const { edges, levels } = value as { edges?: unknown; levels?: unknown };
  object(edges === undefined ? { levels: list(text), part: datePart } : { part: numberPart })(value, path);
  if (edges !== undefined && levels !== undefined) {
    throw new ArtifactError(`model artifact: ${path}: expected edges or levels, got both`);
  }
};
const evaluation = {
  rows: number,
  base_rate: number,
  roc_auc: number,
  gini: number,
  ks: number,
  pr_auc: number,
  log_loss: number,
  brier: number,
  ece: number,
  constant_log_loss: number,
  constant_brier: number,
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
        part: numberPart,
        weight: number,
        steps: list(
          tagged('op', {
            clip: { low: number, high: number },
            log1p: {},
            'yeo-johnson': { lambda: number },
            scale: { mean: number, sd: positive },
          }),
        ),
      },
      binned: { ...term, part: numberPart, edges: increasing, values: list(number) },
      category: { ...term, part: datePart, values: record(number), other: number },
      pair: {
        features: exactly(2, list(text)),
        axes: exactly(2, list(axis)),
        values: list(list(number)),
        mean: number,
      },
    }),
  ),
  calibration: tagged('method', {
    none: {},
    platt: { slope: number, offset: number },
    isotonic: { z: ascending, p: ascending },
  }),
  scale: object({
    percentiles: ascending,
    grades: object({ A: number, B: number, C: number }),
    points: optional(object({ base_points: number, base_odds: positive, points_to_double_odds: positive })),
  }),
  metrics: object({
    holdout: optional(object(evaluation)),
    cross_validated: optional(object({ ...evaluation, folds: number, sd: record(number) })),
  }),
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
  artifact.terms.forEach((term, i) => {
    const path = `terms[${i}]`;
    if (term.kind === 'pair') checkPair(term, types, path);
    else checkMainTerm(term, types, path);
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

type Types = ReadonlyMap<string, FieldType>;

function typeOf(feature: string, types: Types, path: string): FieldType {
  const type = types.get(feature);
  if (type !== undefined) return type;
  throw new ArtifactError(`model artifact: ${path}: expected a field of the schema, got "${feature}"`);
}

function checkMainTerm(term: MainTerm, types: Types, path: string): void {
  const type = typeOf(term.feature, types, `${path}.feature`);
  if (!canRead(type, term.kind === 'category', term.part)) {
    throw new ArtifactError(
      `model artifact: ${path}: a ${term.kind} term cannot read the ${type} "${term.feature}"`,
    );
  }
  if (term.kind === 'binned' && term.values.length !== term.edges.length + 1) {
    throw new ArtifactError(
      `model artifact: ${path}.values: expected ${term.edges.length + 1}, one more than edges, got ${term.values.length}`,
    );
  }
}

function checkPair({ features, axes, values }: PairTerm, types: Types, path: string): void {
  features.forEach((feature, side) => {
    const type = typeOf(feature, types, `${path}.features[${side}]`);
    const axis = axes[side]!;
    if (!canRead(type, 'levels' in axis, axis.part)) {
      throw new ArtifactError(
        `model artifact: ${path}.axes[${side}]: such an axis cannot read the ${type} "${feature}"`,
      );
    }
  });
  const [height, width] = axes.map((axis) => ('edges' in axis ? axis.edges : axis.levels).length + 2);
  if (values.length !== height || values.some((row) => row.length !== width)) {
    throw new ArtifactError(`model artifact: ${path}.values: expected a grid of ${height} by ${width}`);
  }
}

/** Whether levels, or else numbers, can be made of a field of a type. */
function canRead(type: FieldType, asLevels: boolean, part: string | undefined): boolean {
  if (type === 'date') return part !== undefined;
  return part === undefined && asLevels === (type !== 'number');
}
