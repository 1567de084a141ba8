import type { Lead, LeadValue } from '../lead/schema.ts';
import type { Grade, ModelArtifact } from './artifact.ts';
import { calibrate } from './calibrate.ts';
import { compileTerm } from './compile-term.ts';
import { compileWarnings, type Warning } from './find-warnings.ts';
import { compileReasons, type Reason } from './reasons.ts';
import { gradeOf, scoreOf } from './scale.ts';

interface ScoredLead {
  /** intercept + the sum of the contributions, before calibration. */
  readonly logOdds: number;
  /** Calibrated, 0–1. */
  readonly probability: number;
  /** Log-odds, one per term of the artifact, in its order. */
  readonly contributions: readonly number[];
}

/** What a caller is told about a lead. */
export interface Explanation {
  readonly probability: number;
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
 * The one scorer: every trainer's model is additive in log-odds and is scored here, in training, in the
 * worker, in the CLI and in the browser.
 *
 * @example
 * const model = compileModel(parseArtifact(JSON.parse(text)));
 * model.explain({ source: 'referral', visits: 7 }).score; // 93
 */
export function compileModel(artifact: ModelArtifact): CompiledModel {
  const { intercept, calibration, scale } = artifact;
  const terms = artifact.terms.map(compileTerm);
  const explainReasons = compileReasons(artifact);
  const findWarnings = compileWarnings(artifact);
  const names = artifact.schema.fields.map(({ name }) => name);
  const positions = new Map(names.map((name, f) => [name, f]));
  const firsts = Int32Array.from(terms, ({ first }) => positions.get(first)!);
  const seconds = Int32Array.from(terms, ({ second }) => positions.get(second ?? '') ?? -1);

  // Of the lead in hand. Each value is looked up by its name once: that costs as much as what is done with it.
  const values: LeadValue[] = names.map(() => null);
  const addUp = (lead: Lead, contributions: number[]): number => {
    for (let f = 0; f < names.length; f++) values[f] = lead[names[f]!] ?? null;
    let logOdds = intercept;
    for (let i = 0; i < terms.length; i++) {
      const second = seconds[i]!;
      const contribution = terms[i]!.contribute(values[firsts[i]!]!, second < 0 ? null : values[second]!);
      contributions[i] = contribution;
      logOdds += contribution;
    }
    return logOdds;
  };

  const score = (lead: Lead): ScoredLead => {
    const contributions: number[] = new Array(terms.length).fill(0);
    const logOdds = addUp(lead, contributions);
    return { logOdds, probability: calibrate(calibration, logOdds), contributions };
  };

  const scratch: number[] = terms.map(() => 0.5);
  const probabilityOf = (lead: Lead): number => calibrate(calibration, addUp(lead, scratch));

  const explain = (lead: Lead): Explanation => {
    const logOdds = addUp(lead, scratch);
    const probability = calibrate(calibration, logOdds);
    const rank = scoreOf(scale, probability);
    return {
      probability,
      score: rank,
      grade: gradeOf(scale, rank),
      reasons: explainReasons(values, scratch, logOdds),
      warnings: findWarnings(values),
    };
  };

  const warn = (lead: Lead) => findWarnings(names.map((name) => lead[name] ?? null));

  return { artifact, score, probabilityOf, explain, warn };
}
