import type { ColumnSettings } from '../contract/column-settings.ts';
import { ARTIFACT_FORMAT } from '../contract/words.ts';
import type { ModelArtifact } from '../model/artifact.ts';
import { calibrate } from '../model/calibrate.ts';
import { hideQuoted } from '../quoting.ts';
import { range } from '../typed-arrays.ts';
import { buildBaseline, buildScale } from './build-baseline.ts';
import { finishSchema, type RequiredColumns } from './finish-schema.ts';
import type { CandidateFit } from './fit-candidate.ts';
import { describeHorizon } from './horizon/describe-horizon.ts';
import type { Fingerprints } from './lead-fingerprints.ts';
import { positiveWeightOf } from './preparation/correct-intercept.ts';
import { describePreparation } from './preparation/describe-preparation.ts';
import { hideRareLevels } from './rare-levels/hide-rare-levels.ts';
import type { ReadLeads } from './table/read-leads.ts';
import type { TrainInput } from './train-input.ts';
import { createTrainer } from './trainers/create-trainer.ts';
import type { TriedCandidate } from './try-candidates.ts';

/** The artifact of the winner, fitted on all leads. */
export function buildArtifact(
  input: TrainInput,
  seed: number,
  read: ReadLeads & { readonly fingerprints: Fingerprints },
  { spec, calibration, holdout, cross_validated }: TriedCandidate,
  { fit, logOdds, leftOut, shrunk }: CandidateFit,
): ModelArtifact {
  const { labels, leads } = read;
  const { schema, terms, trees } = hideRareLevels(
    { schema: read.schema, ...pickModel(fit) },
    leads,
    read.fingerprints,
    seed,
  );
  const { settings, selection, classWeight } = spec;
  const { preparation } = settings;
  const positiveWeight = positiveWeightOf(classWeight, labels, range(labels.length));
  const rowsLeftOut = read.file.rows - labels.length;
  const required = input.required ?? input.requiredIfThere;
  return {
    format: ARTIFACT_FORMAT,
    kind: trees === undefined ? 'additive' : 'trees',
    name: input.name,
    created_at: input.createdAt.toISOString(),
    trainer: spec.trainer,
    trainer_options: {
      ...createTrainer(spec.trainer, settings).options,
      impute: preparation.impute,
      missing_effect: preparation.missingEffect,
      winsorise: preparation.winsorise,
      transform: preparation.transform,
      normalise: preparation.normalise,
      rare_level_rows: preparation.rareLevelRows,
      min_information_value: selection.informationValue,
      drop_near_duplicates: selection.nearDuplicates,
      class_weight: classWeight,
    },
    seed,
    schema: finishSchema(schema, fit, withTold(required, input)),
    intercept: fit.intercept,
    terms,
    ...(trees === undefined ? {} : { trees }),
    calibration,
    scale: {
      ...buildScale(logOdds.map((z) => calibrate(calibration, z))),
      ...(fit.points === undefined ? {} : { points: fit.points }),
    },
    ...(read.horizon === undefined ? {} : { horizon: describeHorizon(read.horizon, input.time!) }),
    metrics: {
      ...(holdout === undefined ? {} : { holdout }),
      ...(cross_validated === undefined ? {} : { cross_validated }),
    },
    baseline: buildBaseline(leads),
    lineage: {
      data_sha256: read.sha256,
      ...(read.joinedSha256 === undefined ? {} : { joined_sha256: read.joinedSha256 }),
      rows: labels.length,
      converted: read.converted,
      target: input.target,
      positive: read.positive,
      ...(input.negative === undefined ? {} : { negative: input.negative }),
      ...toldIn(input),
      ...(required === undefined ? {} : { required }),
      left_out: Object.fromEntries([
        // Words of the file are for those who have it; the artifact is shown to others.
        ...[...read.leftOut].map(([column, reason]) => [column, hideQuoted(reason)]),
        ...leftOut,
      ]),
      preparation: describePreparation(
        schema,
        { terms, trees },
        { ...preparation, shrunk },
        rowsLeftOut,
        positiveWeight,
      ),
      libraries: input.libraries ?? {},
      ...(input.gitCommit === undefined ? {} : { git_commit: input.gitCommit }),
    },
  };
}

const pickModel = ({ terms, trees }: CandidateFit['fit']) => ({
  terms,
  ...(trees === undefined ? {} : { trees }),
});

/** What was said of columns, for the next training and for whoever asks how the file was read. */
function toldIn({ columns, columnsIfThere }: TrainInput): { readonly columns?: ColumnSettings } {
  const told = { ...columnsIfThere, ...columns };
  return Object.keys(told).length === 0 ? {} : { columns: told };
}

/** The columns that are required, by the option or in what is said of single columns. */
function withTold(
  required: RequiredColumns | undefined,
  { columns, columnsIfThere }: TrainInput,
): RequiredColumns | undefined {
  if (required === 'all') return required;
  const told = Object.entries({ ...columnsIfThere, ...columns });
  return [
    ...new Set([...(required ?? []), ...told.flatMap(([name, said]) => (said.required ? [name] : []))]),
  ];
}
