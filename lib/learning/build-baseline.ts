import type { Baseline, FeatureBaseline, Scale } from '../model/artifact.ts';
import { lowerBound } from '../statistics/lower-bound.ts';
import { nearestRank } from '../statistics/nearest-rank.ts';
import { sumByGroup } from '../statistics/sum-by-group.ts';
import type { EncodedLeads, LevelFeature, NumberFeature } from './table/encode-leads.ts';

/** Rarer levels are part of "other". */
const RARE_LEVEL_ROWS = 20;

/** The training leads' shares per bin of every field; a date is described by its weekday. */
export function buildBaseline(leads: EncodedLeads): Baseline {
  const entries: [string, FeatureBaseline][] = [];
  for (const feature of leads.features) {
    if (feature.kind === 'number' && feature.part === undefined)
      entries.push([feature.field, describeNumber(feature)]);
    else if (feature.kind === 'level' && (feature.part ?? 'weekday') === 'weekday')
      entries.push([feature.field, describeLevels(feature)]);
  }
  return Object.fromEntries(entries);
}

/** Ten bins of about equal size; fewer where one value fills several. */
function describeNumber({ values }: NumberFeature): FeatureBaseline {
  const known = values.filter((value) => !Number.isNaN(value)).sort();
  const deciles = Array.from({ length: 9 }, (_, i) => nearestRank(known, (i + 1) / 10));
  const edges = [...new Set(deciles)].filter((edge) => edge < known.at(-1)!);
  const binOf = Uint8Array.from(known, (value) => lowerBound(edges, value));
  const bins = sumByGroup(binOf, edges.length + 1);
  return {
    missing: (values.length - known.length) / values.length,
    edges,
    shares: Array.from(bins, (n) => n / values.length),
  };
}

function describeLevels({ levels, codes }: LevelFeature): FeatureBaseline {
  const counts = sumByGroup(codes, levels.length + 1);
  const missing = counts[levels.length]!;
  const frequent = levels.flatMap((level, i): [string, number][] =>
    counts[i]! >= RARE_LEVEL_ROWS ? [[level, counts[i]! / codes.length]] : [],
  );
  return { missing: missing / codes.length, levels: Object.fromEntries(frequent) };
}

/** The 1st to 98th hundredths of the training leads' probabilities, and the grades' lowest scores. */
export function buildScale(probabilities: Float64Array): Scale {
  const sorted = probabilities.slice().sort();
  return {
    percentiles: Array.from({ length: 98 }, (_, i) => nearestRank(sorted, (i + 1) / 100)),
    grades: { A: 90, B: 70, C: 40 },
  };
}
