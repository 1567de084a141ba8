/**
 * What speaks against a version taking the place of the one that serves.
 *
 * - `required`: it requires a field that the present version does not require
 * - `removed`: it does not know a field of the present version, and what it does not know it refuses
 * - `changed`: it reads a field otherwise, so that values are refused that were accepted
 * - `refused`: it refuses leads that were sent lately for what they say in a field
 * - `lacked`: it uses a field that more than 5 % of the leads sent lately lack; of a field that both versions know, more than
 *   lacked it in training
 * - `leak_suspect`: a field may give the outcome away
 * - `unreadable`: the present version cannot be read, so that nothing is known of what it accepts
 */
export type FindingKind =
  | 'required'
  | 'removed'
  | 'changed'
  | 'refused'
  | 'lacked'
  | 'leak_suspect'
  | 'unreadable';

/** As it stands in records and answers. */
export interface PromotionFinding {
  readonly kind: FindingKind;
  /** Absent where it is about no field. */
  readonly field?: string;
  /** A sentence without its full stop. It quotes no value of a lead. */
  readonly text: string;
  /** The policy allows the field: this is said, and stops nothing. */
  readonly allowed?: true;
}

/** A challenger is asked what it makes of leads and answers nobody, so these keep a version from serving only. */
const KEEPS_FROM_SERVING: readonly FindingKind[] = ['leak_suspect', 'unreadable'];

/** Those that no policy allows. */
export const listOpenFindings = (findings: readonly PromotionFinding[]): PromotionFinding[] =>
  findings.filter(({ allowed }) => allowed !== true);

/** Callers would be refused, or scored without what the model relies on: such a version is not even a challenger. */
export const breaksCallers = (findings: readonly PromotionFinding[]): boolean =>
  listOpenFindings(findings).some(({ kind }) => !KEEPS_FROM_SERVING.includes(kind));

const MOST_TOLD = 5;

/** Findings as one sentence. */
export function describeFindings(findings: readonly PromotionFinding[]): string {
  const told = findings.slice(0, MOST_TOLD).map(({ text }) => text);
  const more = findings.length - told.length;
  return [...told, ...(more > 0 ? [`${more} more findings`] : [])].join('; ');
}

/** The fields that findings are about, each once. */
export const fieldsOf = (findings: readonly PromotionFinding[]): string[] => [
  ...new Set(findings.flatMap(({ field }) => field ?? [])),
];
