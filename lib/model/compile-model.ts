import type { Lead } from '../lead/schema.ts';
import type { Grade, ModelArtifact } from './artifact.ts';
import { calibrate } from './calibrate.ts';
import { compileTerm } from './compile-term.ts';
import { compileReasons, type Reason } from './reasons.ts';
import { gradeOf, scoreOf } from './scale.ts';

export interface ScoredLead {
  /** intercept + the sum of the contributions, before calibration. */
  readonly logOdds: number;
  /** Calibrated, 0–1. */
  readonly probability: number;
  /** Log-odds, one per term of the artifact, in its order. */
  readonly contributions: Float64Array;
}

/** What a caller is told about a lead. */
export interface Explanation {
  readonly probability: number;
  /** 1–99: the lead's rank among the training leads, in hundredths. */
  readonly score: number;
  readonly grade: Grade;
  readonly reasons: readonly Reason[];
}

/** An artifact made ready to score. Pure: the same lead always gives the same numbers. */
export interface CompiledModel {
  readonly artifact: ModelArtifact;
  /** @param lead validated against `artifact.schema` (`validateLead`); anything else gives undefined numbers. */
  score(lead: Lead): ScoredLead;
  /** The probability alone, which makes nothing that has to be collected. */
  probabilityOf(lead: Lead): number;
  /** The score with its grade and reasons. */
  explain(lead: Lead): Explanation;
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
  const terms = artifact.terms.map(compileTerm);
  const explainReasons = compileReasons(artifact);

  const firsts = terms.map(({ first }) => first);
  const seconds = terms.map(({ second }) => second);

  const addUp = (lead: Lead, contributions: Float64Array): number => {
    let logOdds = artifact.intercept;
    for (let i = 0; i < terms.length; i++) {
      const second = seconds[i];
      const contribution = terms[i]!.contribute(
        lead[firsts[i]!] ?? null,
        second === undefined ? null : (lead[second] ?? null),
      );
      contributions[i] = contribution;
      logOdds += contribution;
    }
    return logOdds;
  };

  const score = (lead: Lead): ScoredLead => {
    const contributions = new Float64Array(terms.length);
    const logOdds = addUp(lead, contributions);
    return { logOdds, probability: calibrate(artifact.calibration, logOdds), contributions };
  };

  // Of the lead that is explained: what is told of it holds none of it.
  const scratch = new Float64Array(terms.length);
  const probabilityOf = (lead: Lead): number => calibrate(artifact.calibration, addUp(lead, scratch));

  const explain = (lead: Lead): Explanation => {
    const probability = probabilityOf(lead);
    const rank = scoreOf(artifact.scale, probability);
    return {
      probability,
      score: rank,
      grade: gradeOf(artifact.scale, rank),
      reasons: explainReasons(lead, scratch),
    };
  };

  return { artifact, score, probabilityOf, explain };
}
