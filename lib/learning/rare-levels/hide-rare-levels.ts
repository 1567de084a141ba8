import { FEWEST_NAMED, hashLevel } from '../../lead/rare-levels.ts';
import type { CategoryField, LeadSchema } from '../../lead/schema.ts';
import type { CategoryTerm, LevelInput, Term, Trees } from '../../model/artifact.ts';
import { sha256Of } from '../../sha256.ts';
import { sumByGroup } from '../../statistics/sum-by-group.ts';
import type { Fingerprints } from '../lead-fingerprints.ts';
import type { EncodedLeads } from '../table/encode-leads.ts';

/** What an artifact says of levels. */
interface WithLevels {
  readonly schema: LeadSchema;
  readonly terms: readonly Term[];
  readonly trees?: Trees;
}

/**
 * Puts a hash in place of every level that stands in fewer than 20 leads: in the schema and in the terms. The same leads and
 * seed give the same salt, whatever the order of the file's rows; other leads give another, so that the hashes of two models
 * cannot be held against each other.
 *
 * @param fingerprints of the leads
 */
export function hideRareLevels(
  { schema, terms, trees }: WithLevels,
  leads: EncodedLeads,
  fingerprints: Fingerprints,
  seed: number,
): WithLevels {
  const { keys } = fingerprints;
  let seen: string | undefined;
  const saltOf = (field: string) => {
    seen ??= sha256Of(new Uint8Array(keys.buffer, keys.byteOffset, keys.byteLength));
    return sha256Of(JSON.stringify([seen, seed, field])).slice(0, 32);
  };
  const fields = schema.fields.map((field) =>
    field.type === 'category' ? hideInField(field, countLeads(field, leads), saltOf) : field,
  );
  const byName = new Map(fields.map((field) => [field.name, field]));
  const hide = <T extends Named>(part: T): T => {
    const field = byName.get(part.feature);
    return field?.type === 'category' ? hideLevels(part, field) : part;
  };
  return {
    schema: { ...schema, fields },
    terms: terms.map((term) => (term.kind === 'category' ? hide(term) : term)),
    ...(trees === undefined
      ? {}
      : {
          trees: {
            ...trees,
            inputs: trees.inputs.map((input) => (input.kind === 'level' ? hide(input) : input)),
          },
        }),
  };
}

function countLeads({ name }: CategoryField, { features }: EncodedLeads): ReadonlyMap<string, number> {
  const feature = features.find(({ kind, field }) => kind === 'level' && field === name);
  if (feature?.kind !== 'level') throw new Error(`hide rare levels: expected the levels of ${name}`);
  const counts = sumByGroup(feature.codes, feature.levels.length + 1);
  return new Map(feature.levels.map((level, code) => [level, counts[code]!]));
}

function hideInField(
  field: CategoryField,
  leads: ReadonlyMap<string, number>,
  saltOf: (field: string) => string,
): CategoryField {
  const isNamed = (level: string) => leads.get(level)! >= FEWEST_NAMED;
  if (field.levels.every(isNamed)) return field;
  const salt = saltOf(field.name);
  const hashes = field.levels.filter((level) => !isNamed(level)).map((level) => hashLevel(salt, level));
  // In an order that tells nothing of how frequent they are.
  return { ...field, levels: field.levels.filter(isNamed), rare_levels: { salt, hashes: hashes.sort() } };
}

/** What has a value per level by the level's name. */
type Named = CategoryTerm | LevelInput;

function hideLevels<T extends Named>(part: T, { levels, rare_levels }: CategoryField): T {
  if (rare_levels === undefined) return part;
  const { salt } = rare_levels;
  const named = new Set(levels);
  const entries = Object.entries(part.values);
  const rare = entries.flatMap(([level, value]): [string, number][] =>
    named.has(level) ? [] : [[hashLevel(salt, level), value]],
  );
  if (rare.length === 0) return part;
  const { kind, feature, values: _, ...others } = part;
  return {
    kind,
    feature,
    values: Object.fromEntries(entries.filter(([level]) => named.has(level))),
    rare: { salt, values: Object.fromEntries(rare.sort(([a], [b]) => (a < b ? -1 : 1))) },
    ...others,
  } as unknown as T;
}
