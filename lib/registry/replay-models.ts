import { GRADES } from '../contract/words.ts';
import { describeErrors } from '../lead/describe-errors.ts';
import { validateLead } from '../lead/validate-lead.ts';
import type { Grade } from '../model/artifact.ts';
import type { CompiledModel } from '../model/compile-model.ts';

/** What would change if one model took another's place, on the same leads. */
export interface Replay {
  /** Leads that both models accept. */
  readonly leads: number;
  /** Leads that only the present model accepts, with the first reason; they would be refused from then on. */
  readonly refused: number;
  readonly refusal?: string;
  /** `migration[present][next]`: how many leads move from one grade to another. */
  readonly migration: Readonly<Record<Grade, Readonly<Record<Grade, number>>>>;
  /** Spearman's rank correlation of the probabilities; undefined when one model tells all leads alike. */
  readonly rankCorrelation: number | undefined;
  readonly meanProbability: { readonly present: number; readonly next: number };
  /** Mean of |next − present| over the leads, probability. */
  readonly meanChange: number;
  /** Leads whose probability passes the threshold, one way and the other. */
  readonly threshold: { readonly probability: number; readonly up: number; readonly down: number };
}

/**
 * Scores leads with the model that serves and with the one that would.
 *
 * @param leads unvalidated, as they were submitted; those that the present model refuses do not count
 * @param threshold a probability, such as the one from which on a lead is called
 * @param leadsForNext the same leads as the next model would be sent them, where it is sent other fields
 */
export function replayModels(
  present: CompiledModel,
  next: CompiledModel,
  leads: readonly Readonly<Record<string, unknown>>[],
  threshold: number,
  leadsForNext: readonly Readonly<Record<string, unknown>>[] = leads,
): Replay {
  const migration = emptyMigration();
  const before: number[] = [];
  const after: number[] = [];
  let refused = 0;
  let refusal: string | undefined;
  for (const [i, input] of leads.entries()) {
    const known = validateLead(present.artifact.schema, input);
    if (!known.ok) continue;
    const accepted = validateLead(next.artifact.schema, keepFields(leadsForNext[i]!, next));
    if (!accepted.ok) {
      refused += 1;
      refusal ??= describeErrors(accepted.errors);
      continue;
    }
    const [a, b] = [present.explain(known.lead), next.explain(accepted.lead)];
    migration[a.grade][b.grade] += 1;
    before.push(a.probability);
    after.push(b.probability);
  }
  const changes = before.map((p, i) => after[i]! - p);
  const crossed = (from: readonly number[], to: readonly number[]) =>
    from.filter((p, i) => p < threshold && to[i]! >= threshold).length;
  return {
    leads: before.length,
    refused,
    ...(refusal === undefined ? {} : { refusal }),
    migration,
    rankCorrelation: spearman(before, after),
    meanProbability: { present: mean(before), next: mean(after) },
    meanChange: mean(changes.map(Math.abs)),
    threshold: { probability: threshold, up: crossed(before, after), down: crossed(after, before) },
  };
}

/** A field that the next model no longer has is not sent to it: clients follow `GET /schema`. */
function keepFields(
  input: Readonly<Record<string, unknown>>,
  { artifact }: CompiledModel,
): Record<string, unknown> {
  const names = new Set(artifact.schema.fields.map(({ name }) => name));
  return Object.fromEntries(Object.entries(input).filter(([name]) => names.has(name)));
}

const emptyMigration = (): Record<Grade, Record<Grade, number>> => {
  const row = () => ({ A: 0, B: 0, C: 0, D: 0 });
  return { A: row(), B: row(), C: row(), D: row() };
};

/** How many leads keep their grade, and how many rise and fall. */
export function countMigration({ migration }: Replay): { stay: number; rise: number; fall: number } {
  let [stay, rise, fall] = [0, 0, 0];
  GRADES.forEach((from, i) => {
    GRADES.forEach((to, j) => {
      const leads = migration[from][to];
      if (i === j) stay += leads;
      else if (j < i) rise += leads;
      else fall += leads;
    });
  });
  return { stay, rise, fall };
}

const mean = (values: readonly number[]): number =>
  values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;

/** Pearson's correlation of the ranks, ties at their mean rank (Spearman, 1904). */
export function spearman(a: readonly number[], b: readonly number[]): number | undefined {
  const [x, y] = [midRanks(a), midRanks(b)];
  const centre = (a.length + 1) / 2;
  let [xy, xx, yy] = [0, 0, 0];
  x.forEach((rank, i) => {
    xy += (rank - centre) * (y[i]! - centre);
    xx += (rank - centre) ** 2;
    yy += (y[i]! - centre) ** 2;
  });
  return xx === 0 || yy === 0 ? undefined : xy / Math.sqrt(xx * yy);
}

function midRanks(values: readonly number[]): number[] {
  const order = [...values.keys()].sort((i, j) => values[i]! - values[j]!);
  const ranks = new Array<number>(values.length);
  for (let start = 0; start < order.length; ) {
    let end = start;
    while (end < order.length && values[order[end]!] === values[order[start]!]) end += 1;
    for (let i = start; i < end; i++) ranks[order[i]!] = (start + end + 1) / 2;
    start = end;
  }
  return ranks;
}
