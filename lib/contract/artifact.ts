import * as z from 'zod/mini';
import { Calibration } from './artifact-calibration.ts';
import {
  Baseline,
  CrossValidation,
  Evaluation,
  FeatureBaseline,
  Lineage,
  ModelMetrics,
} from './artifact-figures.ts';
import {
  ascending,
  BinnedTerm,
  CategoryTerm,
  LinearTerm,
  NumberStep,
  PairAxis,
  PairTerm,
  Term,
} from './artifact-terms.ts';
import {
  BinsInput,
  Input,
  LevelInput,
  LinearMember,
  Member,
  NumberInput,
  Trees,
  TreesMember,
} from './artifact-trees.ts';
import { Field, LeadSchema } from './lead-schema.ts';
import { positive, say, sha256, text, unread, type Wire } from './parts.ts';
import { ARTIFACT_FORMAT, type GRADES, MODEL_KINDS } from './words.ts';

export const ScorecardPoints = say(
  z.object({ base_points: z.number(), base_odds: positive, points_to_double_odds: positive }),
  'How log-odds become points (Siddiqi, Credit Risk Scorecards, 2006, ch. 6): points = base_points + (log-odds − ln base_odds) · points_to_double_odds ÷ ln 2. Odds are converted : not converted.',
);
export type ScorecardPoints = Wire<typeof ScorecardPoints>;

export type Grade = (typeof GRADES)[number];
export const Scale = z.object({
  percentiles: say(
    ascending,
    '98 probabilities: the 1st to 98th hundredths of the training leads’ probabilities. Score = 1 + how many of them lie below the probability, so 1–99; a score of 90 = higher than about 89 % of past leads',
  ),
  grades: say(
    z.object({ A: z.number(), B: z.number(), C: z.number() }),
    'lowest score of a grade; below C is D',
  ),
  points: z.exactOptional(
    say(ScorecardPoints, 'how log-odds become scorecard points, if the trainer makes a scorecard'),
  ),
});
export type Scale = Wire<typeof Scale>;

export const ArtifactHorizon = say(
  z.object({
    days: say(
      z.int().check(z.minimum(1)),
      'the probability is that of a conversion within so many days of `time`',
    ),
    as_of: say(
      text,
      'until when the training file knew of conversions: ISO 8601, UTC; a date is its first moment',
    ),
    time: say(text, 'the column that told when a lead came in'),
    old_rows: say(z.number(), 'training leads as old as the horizon, of which the outcome was known'),
    curve: say(
      z.object({ ages: ascending, shares: ascending }),
      'of the conversions within the horizon, the share that shows by an age in days; straight between the points, 0 before and 1 after them',
    ),
  }),
  'Of a model that was trained with a horizon. Readers that do not know it read the same probabilities.',
);
export type ArtifactHorizon = Wire<typeof ArtifactHorizon>;

export const ModelArtifact = say(
  z.object({
    format: z.literal(ARTIFACT_FORMAT),
    kind: say(
      z.enum(MODEL_KINDS),
      '`trees` has the member `trees`, `additive` has none; readers refuse a kind that they do not know',
    ),
    name: text,
    created_at: say(text, 'ISO 8601, UTC; the one part of the file that differs between two equal trainings'),
    trainer: text,
    trainer_options: unread(z.record(text, z.union([z.number(), text, z.boolean()]))),
    seed: z.number(),
    schema: LeadSchema,
    intercept: say(z.number(), 'log-odds'),
    terms: z.array(Term),
    trees: z.exactOptional(Trees),
    checks_sha256: z.exactOptional(
      say(
        sha256,
        'of `checks.json`: leads with the probabilities that the library gave them in which the model was made',
      ),
    ),
    calibration: Calibration,
    scale: Scale,
    horizon: z.exactOptional(ArtifactHorizon),
    metrics: ModelMetrics,
    baseline: say(Baseline, 'by feature'),
    lineage: Lineage,
  }),
  'One JSON file. Its identity is the SHA-256 of its bytes; the version number belongs to the registry. The raw score is the intercept, the terms’ contributions and the weighted members’ numbers, added up; it is log-odds unless the calibration says otherwise; the calibration makes the probability of it.',
);
export type ModelArtifact = Wire<typeof ModelArtifact>;

/** Every part by its name in the reference. */
export const ARTIFACT_PARTS = {
  ModelArtifact,
  LeadSchema,
  Field,
  Term,
  LinearTerm,
  NumberStep,
  BinnedTerm,
  CategoryTerm,
  PairTerm,
  PairAxis,
  Trees,
  Input,
  NumberInput,
  BinsInput,
  LevelInput,
  Member,
  TreesMember,
  LinearMember,
  Calibration,
  Scale,
  ScorecardPoints,
  ArtifactHorizon,
  ModelMetrics,
  Evaluation,
  CrossValidation,
  FeatureBaseline,
  Lineage,
} as const satisfies Record<string, z.ZodMiniType>;
