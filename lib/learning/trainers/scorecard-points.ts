import type { BinnedTerm, CategoryTerm, ScorecardPoints } from '../../model/artifact.ts';
import type { Scoring } from '../score-columns.ts';

/** A feature of a scorecard: what a lead gets for its value. */
export interface FeaturePoints {
  readonly feature: string;
  readonly part?: string;
  /** Numbers from low to high, groups of levels from few points to many; other and missing come last. */
  readonly bins: readonly BinPoints[];
}

interface BinPoints {
  readonly bin: PointsBin;
  /** Whole. */
  readonly points: number;
}

export type PointsBin =
  /** above < x ≤ to; open where one is not given. */
  | { readonly kind: 'range'; readonly above?: number; readonly to?: number }
  | { readonly kind: 'levels'; readonly levels: readonly string[] }
  /** Levels that are not named, because few leads had them. */
  | { readonly kind: 'rare'; readonly count: number }
  | { readonly kind: 'other' }
  | { readonly kind: 'missing' };

/**
 * The scorecard as a table: a lead's points are the sum of one entry per feature. Of a model with n terms, a
 * contribution v is worth (v + intercept ÷ n) · factor + offset ÷ n points, with factor = points to double the
 * odds ÷ ln 2 and offset = base points − factor · ln(base odds) (Siddiqi, Credit Risk Scorecards, 2006, ch. 6).
 * Entries are rounded, so their sum may be n ÷ 2 off the exact points of `ScorecardPoints`.
 *
 * @throws {Error} for a term without bins: only the scorecard trainer's models are tables
 */
export function scorecardPoints({ intercept, terms }: Scoring, scale: ScorecardPoints): FeaturePoints[] {
  const factor = scale.points_to_double_odds / Math.LN2;
  const offset = scale.base_points - factor * Math.log(scale.base_odds);
  const each = (intercept * factor + offset) / terms.length;
  // Plus 0, because small negative numbers are rounded to −0.
  const toPoints = (contribution: number) => Math.round(contribution * factor + each) + 0;
  return terms.map((term) => {
    if (term.kind !== 'binned' && term.kind !== 'category') {
      throw new Error(`scorecard points: expected binned and category terms, got a ${term.kind} term`);
    }
    const { feature, part, missing } = term;
    const known = term.kind === 'binned' ? listRanges(term) : listLevels(term);
    const entries = [...known, { bin: { kind: 'missing' } as const, value: missing }];
    return {
      feature,
      ...(part === undefined ? {} : { part }),
      bins: entries.map(({ bin, value }) => ({ bin, points: toPoints(value) })),
    };
  });
}

interface Entry {
  readonly bin: PointsBin;
  /** Log-odds. */
  readonly value: number;
}

function listRanges({ edges, values }: BinnedTerm): Entry[] {
  return values.map((value, i) => {
    const [above, to] = [edges[i - 1], edges[i]];
    const range = { ...(above === undefined ? {} : { above }), ...(to === undefined ? {} : { to }) };
    return { bin: { kind: 'range', ...range }, value };
  });
}

/** Levels of one bin have one value. */
function listLevels({ values, rare, other }: CategoryTerm): Entry[] {
  const groups = new Map<number, string[]>();
  for (const [level, value] of Object.entries(values)) {
    const levels = groups.get(value);
    if (levels === undefined) groups.set(value, [level]);
    else levels.push(level);
  }
  const known = [...groups].sort(([a], [b]) => a - b);
  const rareGroups = new Map<number, number>();
  for (const value of Object.values(rare?.values ?? {}))
    rareGroups.set(value, (rareGroups.get(value) ?? 0) + 1);
  return [
    ...known.map(([value, levels]): Entry => ({ bin: { kind: 'levels', levels }, value })),
    ...[...rareGroups]
      .sort(([a], [b]) => a - b)
      .map(([value, count]): Entry => ({ bin: { kind: 'rare', count }, value })),
    { bin: { kind: 'other' }, value: other },
  ];
}
