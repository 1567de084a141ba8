import type { PromotionFinding } from '../contract/training.ts';

export type { PromotionFinding };
export type FindingKind = PromotionFinding['kind'];

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
