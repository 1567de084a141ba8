import type { Lead } from '../lead/schema.ts';
import type { CompiledModel } from '../model/compile-model.ts';
import type { PredictionResult } from './prediction.ts';
import { makeReceipt } from './receipt.ts';

/** A number of a result that was computed again. */
export interface Difference {
  /** `probability`, `contribution of visits`. */
  readonly what: string;
  readonly claimed: string | number;
  readonly computed: string | number;
}

/**
 * Of the size of the number: JavaScript leaves the last bits of `exp` and `log1p` to the engine, so another version of
 * Node may differ there.
 */
const TOLERANCE = 1e-12;

/**
 * Computes a result again and tells what differs; nothing, when it is what the model says of the lead.
 *
 * @param sha256 of the artifact that `model` was made of
 * @param lead validated against the model's schema
 */
export function verifyResult(
  { receipt, ...result }: Pick<PredictionResult, 'probability' | 'score' | 'grade' | 'receipt'>,
  model: CompiledModel,
  sha256: string,
  lead: Lead,
): Difference[] {
  const again = makeReceipt(model, { ...receipt.model, sha256 }, lead);
  const { probability, score, grade } = model.explain(lead);
  const terms = new Set([...receipt.contributions, ...again.contributions].map(({ term }) => term));
  const numberOf = (contributions: typeof again.contributions, name: string) =>
    contributions.find(({ term }) => term === name)?.log_odds ?? 'none';
  const pairs: Difference[] = [
    { what: 'SHA-256 of the model', claimed: receipt.model.sha256, computed: sha256 },
    { what: 'SHA-256 of the lead', claimed: receipt.lead_sha256, computed: again.lead_sha256 },
    { what: 'intercept', claimed: receipt.intercept, computed: again.intercept },
    ...[...terms].map((name) => ({
      what: `contribution of ${name}`,
      claimed: numberOf(receipt.contributions, name),
      computed: numberOf(again.contributions, name),
    })),
    { what: 'log-odds', claimed: receipt.log_odds, computed: again.log_odds },
    { what: 'probability', claimed: result.probability, computed: probability },
    { what: 'score', claimed: result.score, computed: score },
    { what: 'grade', claimed: result.grade, computed: grade },
  ];
  return pairs.filter(({ claimed, computed }) => !agree(claimed, computed));
}

function agree(a: string | number, b: string | number): boolean {
  if (typeof a !== 'number' || typeof b !== 'number') return a === b;
  return Math.abs(a - b) <= TOLERANCE * Math.max(1, Math.abs(a), Math.abs(b));
}
