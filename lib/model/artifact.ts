/** The types of the artifact, for those who score: the browser gets no schema. */
export type { ArtifactHorizon, Grade, ModelArtifact, Scale, ScorecardPoints } from '../contract/artifact.ts';
export type { Calibration } from '../contract/artifact-calibration.ts';
export type {
  Baseline,
  CrossValidation,
  Evaluation,
  FeatureBaseline,
  Lineage,
  Metric,
  ModelMetrics,
} from '../contract/artifact-figures.ts';
export type {
  BinnedTerm,
  CategoryTerm,
  DatePart,
  LinearTerm,
  MainTerm,
  NumberPart,
  NumberStep,
  PairAxis,
  PairTerm,
  Term,
} from '../contract/artifact-terms.ts';
export type {
  BinsInput,
  Input,
  LevelInput,
  LinearMember,
  Member,
  NumberInput,
  Trees,
  TreesMember,
} from '../contract/artifact-trees.ts';
