import type { Lead, LeadValue } from '../lead/schema.ts';
import type { Grade, ModelArtifact } from './artifact.ts';
import { calibrate } from './calibrate.ts';
import { compileTerm } from './compile-term.ts';
import { compileWarnings, type Warning } from './find-warnings.ts';
import { nameTerm, nameTrees } from './name-term.ts';
import { compileReasons, type Reason } from './reasons.ts';
import { gradeOf, scoreOf } from './scale.ts';
import { compileTrees } from './trees/compile-trees.ts';

interface ScoredLead {
  /** `base` + the sum of the contributions, before calibration: log-odds, unless the calibration is `identity`. */
  readonly logOdds: number;
  /** Calibrated, 0–1. */
  readonly probability: number;
  /** One per entry of `parts`, in the unit of `logOdds`. */
  readonly contributions: readonly number[];
}

/** What a caller is told about a lead. */
export interface Explanation {
  readonly probability: number;
  /** Of a model that was trained with a horizon: the probability is that of a conversion within so many days. */
  readonly horizon_days?: number;
  /** 1–99: the lead's rank among the training leads, in hundredths. */
  readonly score: number;
  readonly grade: Grade;
  readonly reasons: readonly Reason[];
  /** How the lead is unlike those of training; at most one per field. */
  readonly warnings: readonly Warning[];
}

/** An artifact made ready to score. Pure: the same lead always gives the same numbers. */
export interface CompiledModel {
  readonly artifact: ModelArtifact;
  /** What the contributions are of: the terms of the artifact, in its order, then the fields that its trees look at. */
  readonly parts: readonly string[];
  /** The intercept, with what the trees add to the average training lead. */
  readonly base: number;
  /** @param lead validated against `artifact.schema` (`validateLead`); anything else gives undefined numbers. */
  score(lead: Lead): ScoredLead;
  /** The probability alone, which makes nothing that has to be collected. */
  probabilityOf(lead: Lead): number;
  /** The score with its grade, reasons and warnings. */
  explain(lead: Lead): Explanation;
  /** How a lead is unlike those of training. */
  warn(lead: Lead): readonly Warning[];
}

/**
 * The one scorer: terms that add up, and trees whose Shapley values add up, in training, in the worker, in the CLI and in the
 * browser.
 *
 * @param memory bytes for what trees made of earlier leads (`compileTrees`), which pays off from thousands of leads on
 *
 * @example
 * const model = compileModel(parseArtifact(JSON.parse(text)));
 * model.explain({ source: 'referral', visits: 7 }).score; // 93
 */
export function compileModel(artifact: ModelArtifact, memory = 0): CompiledModel {
  const { intercept, calibration, scale, horizon } = artifact;
  const within = horizon === undefined ? {} : { horizon_days: horizon.days };
  const trees = artifact.trees && compileTrees(artifact.trees, memory);
  const base = intercept + (trees?.mean ?? 0);
  const terms = artifact.terms.map(compileTerm);
  const explainReasons = compileReasons(artifact);
  const findWarnings = compileWarnings(artifact);
  const names = artifact.schema.fields.map(({ name }) => name);
  const positions = new Map(names.map((name, f) => [name, f]));
  const firsts = Int32Array.from(terms, ({ first }) => positions.get(first)!);
  const seconds = Int32Array.from(terms, ({ second }) => positions.get(second ?? '') ?? -1);

  // Of the lead in hand. Each value is looked up by its name once: that costs as much as what is done with it.
  const values: LeadValue[] = names.map(() => null);
  const read = (lead: Lead): void => {
    for (let f = 0; f < names.length; f++) values[f] = lead[names[f]!] ?? null;
  };
  const addTerms = (contributions: Float64Array): number => {
    let logOdds = intercept;
    for (let i = 0; i < terms.length; i++) {
      const second = seconds[i]!;
      const contribution = terms[i]!.contribute(values[firsts[i]!]!, second < 0 ? null : values[second]!);
      contributions[i] = contribution;
      logOdds += contribution;
    }
    return logOdds;
  };

  // Of the trees: their fields' values, and the part of the contributions that is theirs.
  const treeFields = Int32Array.from(trees?.fields ?? [], (name) => positions.get(name)!);
  const treeValues: LeadValue[] = Array.from(treeFields, () => null);
  const readTrees = (): readonly LeadValue[] => {
    for (let f = 0; f < treeFields.length; f++) treeValues[f] = values[treeFields[f]!]!;
    return treeValues;
  };
  const size = terms.length + treeFields.length;
  const addUp = (lead: Lead, contributions: Float64Array): number => {
    read(lead);
    const logOdds = addTerms(contributions);
    return trees === undefined
      ? logOdds
      : logOdds + trees.explain(readTrees(), contributions.subarray(terms.length));
  };

  const score = (lead: Lead): ScoredLead => {
    const contributions = new Float64Array(size);
    const logOdds = addUp(lead, contributions);
    return { logOdds, probability: calibrate(calibration, logOdds), contributions: [...contributions] };
  };

  const scratch = new Float64Array(size);
  const probabilityOf = (lead: Lead): number => {
    read(lead);
    const logOdds = addTerms(scratch);
    return calibrate(calibration, trees === undefined ? logOdds : logOdds + trees.score(readTrees()));
  };

  const explain = (lead: Lead): Explanation => {
    const logOdds = addUp(lead, scratch);
    const probability = calibrate(calibration, logOdds);
    const rank = scoreOf(scale, probability);
    return {
      probability,
      ...within,
      score: rank,
      grade: gradeOf(scale, rank),
      reasons: explainReasons(values, scratch, logOdds),
      warnings: findWarnings(values),
    };
  };

  const warn = (lead: Lead) => findWarnings(names.map((name) => lead[name] ?? null));

  const parts = [...artifact.terms.map((term) => nameTerm(term)), ...(trees?.fields ?? []).map(nameTrees)];
  return { artifact, parts, base, score, probabilityOf, explain, warn };
}
