import { count } from '../count.ts';
import type { BinnedTerm, CategoryTerm, LinearTerm, MainTerm, ModelArtifact } from '../model/artifact.ts';
import { compileShift } from '../model/calibrate.ts';
import { compileRareLevels, compileTerm } from '../model/compile-term.ts';
import { nameTerm } from '../model/name-term.ts';
import { labelOf } from '../model/sentences.ts';
import { groupByMass } from '../statistics/group-by-mass.ts';
import { lowerBound } from '../statistics/lower-bound.ts';
import { moments } from '../statistics/moments.ts';
import { sumByGroup } from '../statistics/sum-by-group.ts';
import { range } from '../typed-arrays.ts';
import { contributeColumn, findFeature } from './score-columns.ts';
import type { EncodedLeads, LevelFeature, NumberFeature } from './table/encode-leads.ts';
import type { EffectCurve, EffectPoint } from './training-record.ts';

const CURVE_POINTS = 41;
/** Levels that are drawn; of a country column that is enough to see the shape. */
const MOST_LEVELS = 30;

/** How every feature moves the odds, strongest first. */
export function describeEffects(artifact: ModelArtifact, leads: EncodedLeads): EffectCurve[] {
  const { terms, schema } = artifact;
  const addOdds = publishOdds(artifact);
  const all = range(leads.count);
  return terms
    .map((term): EffectCurve => {
      const feature = nameTerm(term);
      return {
        feature,
        label: nameTerm(term, (name) => labelOf(schema.fields.find((field) => field.name === name)!)),
        kind: term.kind === 'pair' ? 'pair' : term.kind === 'category' ? 'category' : 'number',
        spread: moments(contributeColumn(term, leads.features, all)).sd,
        points: term.kind === 'pair' ? [] : describePoints(term, leads).map(addOdds),
      };
    })
    .sort((a, b) => b.spread - a.spread || (a.feature < b.feature ? -1 : 1));
}

/** Adds to a point what calibration makes of its effect on the average lead (ADR 35); nothing without a calibration. */
function publishOdds({ calibration, intercept, terms }: ModelArtifact): (point: EffectPoint) => EffectPoint {
  if (calibration.method === 'none') return (point) => point;
  const shiftOf = compileShift(calibration);
  const average = terms.reduce((sum, { mean }) => sum + mean, intercept);
  return (point) => ({ ...point, odds: Math.exp(shiftOf(point.effect, average + point.effect)) });
}

function describePoints(term: MainTerm, { features }: EncodedLeads): EffectPoint[] {
  const feature = findFeature(features, term.feature, term.part);
  if (term.kind === 'category') return describeLevels(term, feature as LevelFeature);
  const { values } = feature as NumberFeature;
  const known = values.filter((value) => !Number.isNaN(value)).sort();
  const effect = term.missing - term.mean;
  const share = 1 - known.length / values.length;
  const points =
    known.length === 0
      ? []
      : term.kind === 'linear'
        ? drawLine(term, known)
        : drawSteps(term, known, values.length);
  return known.length === values.length
    ? points
    : [...points, { value: 'missing', kind: 'missing', effect, share }];
}

/** Between the 1st and the 99th hundredth of the leads, where there is something to see. */
function drawLine(term: LinearTerm, known: Float64Array): EffectPoint[] {
  const at = (share: number) => known[Math.round(share * (known.length - 1))]!;
  const [low, high] = [at(0.01), at(0.99)];
  const compiled = compileTerm(term);
  const steps = low === high ? 1 : CURVE_POINTS;
  return Array.from({ length: steps }, (_, i): EffectPoint => {
    const value = steps === 1 ? low : low + ((high - low) * i) / (steps - 1);
    return { value, kind: 'curve', effect: compiled.contributeEntries(value, null) - term.mean };
  });
}

/** Every bin from its lower edge on; the first from the smallest number of the leads. */
function drawSteps({ edges, values, mean }: BinnedTerm, known: Float64Array, leads: number): EffectPoint[] {
  const counts = sumByGroup(
    known.map((value) => lowerBound(edges, value)),
    values.length,
  );
  return values.map(
    (contribution, bin): EffectPoint => ({
      value: bin === 0 ? known[0]! : edges[bin - 1]!,
      kind: 'step',
      effect: contribution - mean,
      share: counts[bin]! / leads,
    }),
  );
}

/** Groups of rare levels, which are not named. */
const RARE_GROUPS = 5;

/** The rare levels with an effect of their own, in groups of about as many leads each, lowest effect first. */
function describeRare(
  term: CategoryTerm,
  levels: readonly string[],
  counts: Float64Array,
): { value: string; contribution: number; leads: number }[] {
  if (term.rare === undefined) return [];
  const effects = compileRareLevels(term.rare);
  const rare = levels
    .map((level, code) => ({ contribution: effects.get(level), leads: counts[code]! }))
    .filter((entry): entry is { contribution: number; leads: number } => entry.contribution !== undefined)
    .sort((a, b) => a.contribution - b.contribution);
  const groupOf = groupByMass(
    rare.map(({ leads }) => leads),
    rare.length < 2 * RARE_GROUPS ? 1 : RARE_GROUPS,
  );
  const groups = (groupOf.at(-1) ?? -1) + 1;
  return Array.from({ length: groups }, (_, group) => {
    const members = rare.filter((_, i) => groupOf[i] === group);
    const leads = members.reduce((sum, member) => sum + member.leads, 0);
    const total = members.reduce((sum, member) => sum + member.leads * member.contribution, 0);
    const which = groups === 1 ? '' : ` (group ${group + 1} of ${groups})`;
    return { value: `${count(members.length, 'rare value')}${which}`, contribution: total / leads, leads };
  });
}

/** Most frequent first, then the rare ones, other and missing where leads have them. */
function describeLevels(term: CategoryTerm, { levels, codes }: LevelFeature): EffectPoint[] {
  const counts = sumByGroup(codes, levels.length + 1);
  const pointOf = (value: string, kind: EffectPoint['kind'], contribution: number, share: number) =>
    ({ value, kind, effect: contribution - term.mean, share }) satisfies EffectPoint;
  const own = levels.flatMap((level, code) =>
    Object.hasOwn(term.values, level)
      ? [pointOf(level, 'level', term.values[level]!, counts[code]! / codes.length)]
      : [],
  );
  // The parts of a date have an order of their own.
  const byShare = term.part === undefined;
  own.sort((a, b) => (byShare ? b.share - a.share : 0) || (a.value < b.value ? -1 : 1));
  const missing = counts[levels.length]! / codes.length;
  const rare = describeRare(term, levels, counts).map(({ value, contribution, leads }) =>
    pointOf(value, 'level', contribution, leads / codes.length),
  );
  const other = 1 - missing - [...own, ...rare].reduce((sum, { share }) => sum + share, 0);
  return [
    ...own.slice(0, MOST_LEVELS),
    ...rare,
    ...(other > 1e-9 ? [pointOf('other', 'other', term.other, other)] : []),
    ...(missing > 0 ? [pointOf('missing', 'missing', term.missing, missing)] : []),
  ];
}
