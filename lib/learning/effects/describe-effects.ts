import { count } from '../../count.ts';
import { FEWEST_NAMED } from '../../lead/rare-levels.ts';
import type { BinnedTerm, CategoryTerm, LinearTerm, MainTerm, ModelArtifact } from '../../model/artifact.ts';
import { compileRareLevels, compileTerm, type Entry } from '../../model/compile-term.ts';
import { namePart, nameTerm } from '../../model/name-term.ts';
import { labelOf } from '../../model/sentences.ts';
import { groupByMass } from '../../statistics/group-by-mass.ts';
import { lowerBound } from '../../statistics/lower-bound.ts';
import { moments } from '../../statistics/moments.ts';
import { sumByGroup } from '../../statistics/sum-by-group.ts';
import { range } from '../../typed-arrays.ts';
import { contributeColumn, findFeature } from '../score-columns.ts';
import type { EncodedLeads, LevelFeature, NumberFeature } from '../table/encode-leads.ts';
import type { Density, EffectCurve, EffectPoint } from '../training-record.ts';
import type { Bander } from './band-effects.ts';
import { describeDensity } from './describe-density.ts';
import { describePair } from './describe-pair.ts';
import { compileFactor } from './effect-factor.ts';

const CURVE_POINTS = 41;
/** Levels that are drawn; of a country column that is enough to see the shape. */
const MOST_LEVELS = 30;

/** A point, and what a model is told there. */
interface Probe {
  readonly point: EffectPoint;
  /** Undefined: it stands for several, and has no band. */
  readonly entry: Entry | undefined;
}

/**
 * How every feature of an additive model moves the odds, strongest first; of one with trees see `describeTrees`.
 *
 * @param bander tells how certain each effect is
 */
export function describeEffects(
  artifact: ModelArtifact,
  leads: EncodedLeads,
  bander?: Bander,
): EffectCurve[] {
  const { terms, schema } = artifact;
  const factorOf = compileFactor(artifact);
  // Without a calibration it is e^effect.
  const isCalibrated = artifact.calibration.method !== 'none';
  const all = range(leads.count);
  const nameField = (name: string) => labelOf(schema.fields.find((field) => field.name === name)!);
  return terms
    .map((term): EffectCurve => {
      const contributions = contributeColumn(term, leads.features, all);
      const common = {
        feature: nameTerm(term),
        label: nameTerm(term, nameField),
        spread: moments(contributions).sd,
        mean_abs: meanDistance(contributions, term.mean),
      };
      if (term.kind === 'pair') {
        const labels = term.features.map((field, side) =>
          namePart(nameField(field), term.axes[side]!.part),
        ) as [string, string];
        const grid = describePair(term, leads, contributions, labels);
        return { ...common, kind: 'pair', grid, points: [] };
      }
      const { probes, density } = describePoints(term, leads);
      return {
        ...common,
        kind: term.kind === 'category' ? 'category' : 'number',
        ...(density === undefined ? {} : { density }),
        points: probes.map(({ point, entry }) => ({
          ...point,
          ...(isCalibrated ? { odds: factorOf(point.effect) } : {}),
          ...bandOf(entry === undefined ? undefined : bander?.band(term, entry, point.effect), factorOf),
        })),
      };
    })
    .sort((a, b) => b.spread - a.spread || (a.feature < b.feature ? -1 : 1));
}

function meanDistance(contributions: Float64Array, mean: number): number {
  let sum = 0;
  for (const contribution of contributions) sum += Math.abs(contribution - mean);
  return sum / contributions.length;
}

function describePoints(
  term: MainTerm,
  { features }: EncodedLeads,
): { readonly probes: readonly Probe[]; readonly density?: Density | undefined } {
  const feature = findFeature(features, term.feature, term.part);
  if (term.kind === 'category') return { probes: describeLevels(term, feature as LevelFeature) };
  const { values } = feature as NumberFeature;
  const known = values.filter((value) => !Number.isNaN(value)).sort();
  const effect = term.missing - term.mean;
  const share = 1 - known.length / values.length;
  if (known.length === 0)
    return { probes: [{ point: { value: 'missing', kind: 'missing', effect, share }, entry: null }] };
  const probes = term.kind === 'linear' ? drawLine(term, known) : drawSteps(term, known, values.length);
  if (known.length < values.length)
    probes.push({ point: { value: 'missing', kind: 'missing', effect, share }, entry: null });
  return { probes, density: describeDensity(known, values.length) };
}

/** Between the 1st and the 99th hundredth of the leads, where there is something to see. */
function drawLine(term: LinearTerm, known: Float64Array): Probe[] {
  const at = (share: number) => known[Math.round(share * (known.length - 1))]!;
  const [low, high] = [at(0.01), at(0.99)];
  const compiled = compileTerm(term);
  const steps = low === high ? 1 : CURVE_POINTS;
  return Array.from({ length: steps }, (_, i): Probe => {
    const value = steps === 1 ? low : low + ((high - low) * i) / (steps - 1);
    const effect = compiled.contributeEntries(value, null) - term.mean;
    return { point: { value, kind: 'curve', effect }, entry: value };
  });
}

/** Every bin from its lower edge on; the first from the smallest number of the leads. */
function drawSteps({ edges, values, mean }: BinnedTerm, known: Float64Array, leads: number): Probe[] {
  const counts = sumByGroup(
    known.map((value) => lowerBound(edges, value)),
    values.length,
  );
  const last = known.at(-1)!;
  return values.map((contribution, bin): Probe => {
    const value = bin === 0 ? known[0]! : edges[bin - 1]!;
    // An edge belongs to the bin below it.
    const entry = (value + Math.max(value, Math.min(last, edges[bin] ?? last))) / 2;
    return {
      point: { value, kind: 'step', effect: contribution - mean, share: counts[bin]! / leads },
      entry: bin === 0 ? Math.min(entry, edges[0] ?? entry) : entry,
    };
  });
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

/** No leads' level: every term takes it for one that it does not know. */
const UNKNOWN_LEVEL = '\0';

/**
 * Most frequent first, then the rare ones in groups, other and missing where leads have them. What fewer than 20 leads have and
 * has no effect of its own is part of other, which is the mean of its leads.
 */
function describeLevels(term: CategoryTerm, { levels, codes }: LevelFeature): Probe[] {
  const counts = sumByGroup(codes, levels.length + 1);
  const probeOf = (
    value: string,
    kind: EffectPoint['kind'],
    contribution: number,
    share: number,
    entry: Entry | undefined,
  ): Probe => ({ point: { value, kind, effect: contribution - term.mean, share }, entry });
  const known = levels.flatMap((level, code) => (Object.hasOwn(term.values, level) ? [{ level, code }] : []));
  // A weekday or a yes names no one.
  const isPublic = term.part !== undefined || (levels.length === 2 && levels[0] === 'true');
  const isShown = ({ code }: { code: number }) => isPublic || counts[code]! >= FEWEST_NAMED;
  const own = known
    .filter(isShown)
    .map(({ level, code }) =>
      probeOf(level, 'level', term.values[level]!, counts[code]! / codes.length, level),
    );
  // The parts of a date have an order of their own.
  const byShare = term.part === undefined;
  own.sort(
    ({ point: a }, { point: b }) => (byShare ? b.share! - a.share! : 0) || (a.value < b.value ? -1 : 1),
  );
  const missing = counts[levels.length]! / codes.length;
  const rare = describeRare(term, levels, counts).map(({ value, contribution, leads }) =>
    probeOf(value, 'level', contribution, leads / codes.length, undefined),
  );
  const other = 1 - missing - [...own, ...rare].reduce((sum, { point }) => sum + point.share!, 0);
  const hidden = known.filter((level) => !isShown(level));
  const inHidden = hidden.reduce((sum, { level, code }) => sum + counts[code]! * term.values[level]!, 0);
  const hiddenShare = hidden.reduce((sum, { code }) => sum + counts[code]!, 0) / codes.length;
  const others =
    hidden.length === 0 ? term.other : (inHidden / codes.length + (other - hiddenShare) * term.other) / other;
  return [
    ...own.slice(0, MOST_LEVELS),
    ...rare,
    ...(other > 1e-9 ? [probeOf('other', 'other', others, other, UNKNOWN_LEVEL)] : []),
    ...(missing > 0 ? [probeOf('missing', 'missing', term.missing, missing, null)] : []),
  ];
}

function bandOf(
  band: ReturnType<Bander['band']> | undefined,
  factorOf: (effect: number) => number,
): Pick<EffectPoint, 'odds_low' | 'odds_high'> {
  if (band === undefined) return {};
  return { odds_low: round(factorOf(band.low)), odds_high: round(factorOf(band.high)) };
}

const round = (value: number): number => Number(value.toPrecision(4));
