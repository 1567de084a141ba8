import { FEWEST_NAMED } from '../../lead/rare-levels.ts';
import type { ModelArtifact, PairAxis, Trees } from '../../model/artifact.ts';
import { namePart } from '../../model/name-term.ts';
import { labelOf } from '../../model/sentences.ts';
import { compileTrees, slopeOf } from '../../model/trees/compile-trees.ts';
import { drawSample } from '../../statistics/draw-sample.ts';
import { moments } from '../../statistics/moments.ts';
import { quantileEdges } from '../../statistics/quantile-edges.ts';
import { sum } from '../../statistics/sum.ts';
import { range } from '../../typed-arrays.ts';
import { contributeColumn, findFeature, readInput, scanInputs } from '../score-columns.ts';
import type { EncodedLeads, Feature } from '../table/encode-leads.ts';
import { takeFeature } from '../table/take-feature.ts';
import type { Interaction, InteractionRecord } from '../training-record.ts';
import { describePair, MOST_ENTRIES } from './describe-pair.ts';
import { compileInteractions } from './shapley-interactions.ts';

const MOST_SHOWN = 5;
/** Of the strongest feature's mean effect: what is weaker is not worth a grid. */
const LEAST_SHARE = 0.02;
/** What a sample may cost, in pairs and points of the quadrature: some seconds. */
const MOST_WORK = 1e8;
const [FEWEST_LEADS, MOST_LEADS] = [200, 2000];
/** Numbers that are kept until the strongest pairs are known; this bounds the sample first. */
const MOST_KEPT = 8e6;

/** Leads that a cell of a grid should have on average. */
const PER_CELL = 30;

/** A pair of features: what they do together to each of the leads that are looked at. */
interface Pair {
  readonly players: readonly [number, number];
  readonly values: Float64Array;
}

/**
 * The pairs of features that do most together in a model with trees, strongest first: Shapley interactions, with what a blended
 * pair term adds. Half of each is part of either feature's effect.
 *
 * @param seed draws the leads that are looked at
 * @param strongest mean |effect| of the strongest feature
 */
export function describeInteractions(
  artifact: ModelArtifact,
  leads: EncodedLeads,
  seed: number,
  strongest: number,
): InteractionRecord | undefined {
  const players = listPlayers(artifact);
  const { pairs, rows } = findPairs(artifact, leads, seed, players);
  const sample = leads.features.map((feature) => takeFeature(feature, rows));
  const nameOf = (player: Player) =>
    namePart(labelOf(artifact.schema.fields.find(({ name }) => name === player.field)!), player.part);
  const most = Math.max(3, Math.min(MOST_ENTRIES, Math.floor(Math.sqrt(rows.length / PER_CELL))));
  const found = pairs
    .map((pair) => ({ ...pair, mean_abs: sum(pair.values.map(Math.abs)) / rows.length }))
    .filter(({ mean_abs }) => mean_abs > LEAST_SHARE * strongest)
    .sort((a, b) => b.mean_abs - a.mean_abs || compare(a.players, b.players))
    .slice(0, MOST_SHOWN)
    .map(({ players: own, values, mean_abs }): Interaction => {
      const [first, second] = own.map((player) => players[player]!) as [Player, Player];
      const labels = [nameOf(first), nameOf(second)] as const;
      const features = [first.field, second.field] as const;
      const axes = [first, second].map((player) => axisOf(player, sample)) as [PairAxis, PairAxis];
      return {
        feature: `${first.name} × ${second.name}`,
        label: labels.join(' × '),
        mean_abs,
        spread: moments(values).sd,
        grid: describePair(
          { features: [...features], axes, mean: 0 },
          { features: sample },
          values,
          labels,
          most,
        ),
      };
    });
  return found.length === 0 ? undefined : { rows: rows.length, pairs: found };
}

const compare = ([a, b]: readonly [number, number], [c, d]: readonly [number, number]): number =>
  a - c || b - d;

interface Player {
  readonly name: string;
  readonly field: string;
  readonly part: Feature['part'];
}

/** The features, by name. */
function listPlayers({ terms, trees }: ModelArtifact): readonly Player[] {
  const ofTerms = terms.flatMap((term) =>
    term.kind === 'pair' ? term.features.map((field, side) => [field, term.axes[side]!.part] as const) : [],
  );
  const ofInputs = (trees?.inputs ?? []).map(({ feature, part }) => [feature, part] as const);
  const byName = new Map(
    [...ofInputs, ...ofTerms].map(([field, part]) => {
      const name = namePart(field, part);
      return [name, { name, field, part }];
    }),
  );
  return [...byName.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

function findPairs(
  { terms, trees = { inputs: [], members: [] } }: ModelArtifact,
  leads: EncodedLeads,
  seed: number,
  players: readonly Player[],
): { readonly pairs: readonly Pair[]; readonly rows: Int32Array } {
  const indexOf = (field: string, part: Feature['part']) =>
    players.findIndex(({ name }) => name === namePart(field, part));
  const playerOf = Int32Array.from(trees.inputs, ({ feature, part }) => indexOf(feature, part));
  /** Pairs are numbered as they are met. */
  const numbers = new Map<number, number>();
  const numberPair = (one: number, other: number): number => {
    const key = Math.min(one, other) * players.length + Math.max(one, other);
    const known = numbers.get(key) ?? numbers.size;
    numbers.set(key, known);
    return known;
  };
  const members = trees.members.flatMap((member) =>
    member.kind === 'trees'
      ? [
          {
            ...compileInteractions(member, playerOf, numberPair),
            factorOf: compileWeight(trees, member),
          },
        ]
      : [],
  );
  const ofTerms = terms.flatMap((term) => {
    if (term.kind !== 'pair') return [];
    const [one, other] = term.features.map((field, side) => indexOf(field, term.axes[side]!.part));
    return [{ term, pair: numberPair(one!, other!) }];
  });

  const work = sum(members.map((member) => member.work));
  const affordable = Math.max(FEWEST_LEADS, Math.min(MOST_LEADS, Math.floor(MOST_WORK / Math.max(1, work))));
  const kept = Math.floor(MOST_KEPT / Math.max(1, numbers.size));
  const rows = drawSample(range(leads.count), Math.min(affordable, kept), seed);
  const pairs = [...numbers.keys()].map((key): Pair => {
    const first = Math.floor(key / players.length);
    return { players: [first, key % players.length], values: new Float64Array(rows.length) };
  });
  const sums = new Float64Array(pairs.length);
  const columns = trees.inputs.map((input) => readInput(input, leads.features, rows));
  scanInputs(columns, rows.length, (inputs, lead) => {
    sums.fill(0);
    for (const { explain, factorOf } of members) explain(inputs, factorOf(inputs), sums);
    for (let pair = 0; pair < sums.length; pair++) pairs[pair]!.values[lead] = sums[pair]!;
  });
  for (const { term, pair } of ofTerms)
    contributeColumn(term, leads.features, rows).forEach((contribution, lead) => {
      pairs[pair]!.values[lead]! += contribution - term.mean;
    });
  return { pairs, rows };
}

/** What a member's numbers are multiplied by, for a lead: its weight, and over a link the slope that carries its effects. */
function compileWeight({ inputs }: Trees, member: Trees['members'][number]): (lead: Float64Array) => number {
  const { link, weight } = member;
  if (link === undefined) return () => weight;
  const { link: _, ...plain } = member;
  const own = compileTrees({ inputs, members: [{ ...plain, weight: 1 }] });
  return (lead) => weight * slopeOf({ link, mean: own.mean }, own.scoreInputs(lead));
}

/** The entries that a grid may have on one side, before they are joined. */
function axisOf({ field, part }: Player, sample: readonly Feature[]): PairAxis {
  const feature = findFeature(sample, field, part);
  if (feature.kind === 'number') {
    const { values } = feature;
    const edges = [...quantileEdges(values, range(values.length), MOST_ENTRIES)];
    return { edges, ...(feature.part === undefined ? {} : { part: feature.part }) };
  }
  const counts = new Map<number, number>();
  for (const code of feature.codes) counts.set(code, (counts.get(code) ?? 0) + 1);
  const named = feature.levels.filter((_, code) => (counts.get(code) ?? 0) >= FEWEST_NAMED);
  return { levels: named, ...(feature.part === undefined ? {} : { part: feature.part }) };
}
