import { type ImportInput, importModel } from '../../../lib/importing/import-model.ts';
import { validateLead } from '../../../lib/lead/validate-lead.ts';
import type { CompiledModel } from '../../../lib/model/compile-model.ts';
import { compileModel } from '../../../lib/model/compile-model.ts';

/** What a library wrote of a small model: leads, and what it made of them. */
export interface Golden {
  readonly leads: readonly Readonly<Record<string, string | number | boolean | null>>[];
  readonly target: readonly number[];
  readonly probability: readonly number[];
  /** Per lead one per column of the leads, then the expected value. */
  readonly contributions: readonly (readonly number[])[];
  readonly categories?: Readonly<Record<string, readonly string[]>>;
}

/** A table as pandas writes it. */
export function csvOf(golden: Golden, ...more: readonly ('target' | 'probability')[]): Uint8Array {
  const names = Object.keys(golden.leads[0]!);
  const quote = (cell: unknown) =>
    cell === null
      ? ''
      : `"${String(cell === true ? 'True' : cell === false ? 'False' : cell).replaceAll('"', '""')}"`;
  const lines = golden.leads.map((lead, i) =>
    [...names.map((name) => quote(lead[name])), ...more.map((each) => String(golden[each][i]))].join(','),
  );
  return new TextEncoder().encode([[...names.map(quote), ...more].join(','), ...lines, ''].join('\n'));
}

/** Imports a golden model with its leads, and with their probabilities as checks. */
export async function importGolden(bytes: Uint8Array, text: string, told: Partial<ImportInput> = {}) {
  const golden = JSON.parse(text) as Golden;
  const files = await importModel({
    bytes,
    fileName: 'model',
    name: 'leads',
    createdAt: new Date(0),
    leads: { data: csvOf(golden, 'target'), fileName: 'leads.csv' },
    checks: { data: csvOf(golden, 'probability'), fileName: 'checks.csv' },
    target: 'target',
    ...(golden.categories === undefined ? {} : { categories: golden.categories }),
    ...told,
  });
  return { golden, files, model: compileModel(files.artifact) };
}

/** How far our numbers are from the library's. */
export function largestDistance(model: CompiledModel, golden: Golden) {
  const names = Object.keys(golden.leads[0]!);
  let [probability, contributions, leads] = [0, 0, 0];
  golden.leads.forEach((lead, i) => {
    const valid = validateLead(model.artifact.schema, lead, { ignoreUnknown: true });
    if (!valid.ok) throw new Error(JSON.stringify(valid.errors));
    const scored = model.score(valid.lead);
    const ours = new Map(model.parts.map((part, p) => [part, scored.contributions[p]!]));
    leads += 1;
    probability = Math.max(probability, Math.abs(scored.probability - golden.probability[i]!));
    const theirs = golden.contributions[i]!;
    const distances = names.map((name, n) => Math.abs((ours.get(`trees: ${name}`) ?? 0) - theirs[n]!));
    contributions = Math.max(contributions, ...distances, Math.abs(model.base - theirs.at(-1)!));
  });
  return { leads, probability, contributions };
}
