import { count } from '../../count.ts';
import { delong } from '../../statistics/delong.ts';
import { logLoss } from '../../statistics/log-loss.ts';
import { normalQuantile } from '../../statistics/normal-quantile.ts';
import { rankScores } from '../../statistics/rank-scores.ts';
import { brierScore } from './evaluate.ts';
import type {
  MeasuredOn,
  SegmentColumnRecord,
  SegmentFigures,
  SegmentFlag,
  SegmentRecord,
} from './evaluation-record.ts';
import { intervalOfShare } from './interval-of-share.ts';
import { areaOf } from './measure-intervals.ts';
import type { Predictions } from './summarise-folds.ts';

/** Fewer leads of a segment, or of one of its classes, are counted only. */
const FEWEST_LEADS = 30;
const FEWEST_OF_CLASS = 5;
/** Levels that have a line of their own; the rest is one segment. */
const MOST_LEVELS = 20;

/** Leads that were predicted by a model that had not seen them, parted by a column. */
export interface SegmentedLeads extends Predictions {
  /** Per lead, leads that belong together having the same number. */
  readonly groups?: Uint32Array;
  readonly columns: readonly {
    readonly column: string;
    readonly by: SegmentColumnRecord['by'];
    readonly names: readonly string[];
    /** Per lead, the index of its segment; `names.length` is missing. */
    readonly codes: Int32Array;
  }[];
}

/** A segment before it is measured: its leads. */
interface Part {
  readonly segment: string;
  readonly kind: SegmentFigures['kind'];
  readonly leads: Int32Array;
}

/**
 * The winner's figures in each segment. The leads of all segments were predicted alike, so the segments can be compared; within
 * one a model cannot use what sets it apart, so its ROC-AUC is often a little below that of all leads.
 */
export function measureSegments(leads: SegmentedLeads, on: MeasuredOn): SegmentRecord {
  const columns = leads.columns.map((column) => ({ ...column, parts: partsOf(column) }));
  const everyone = Int32Array.from(leads.labels.keys());
  const measured = columns.flatMap(({ parts }) =>
    parts.filter(({ leads: own }) => isEnough(pick(leads, own).labels)),
  ).length;
  // Of each segment calibration and ranking.
  const looks = 2 * measured;
  const z = normalQuantile(1 - 0.025 / Math.max(1, looks));
  return {
    on,
    looks,
    all: describe(leads, { segment: 'all leads', kind: 'all', leads: everyone }),
    columns: columns.map(({ column, by, parts }) => ({
      column,
      by,
      segments: parts.map((part) => {
        const figures = describe(leads, part);
        const flags = figures.calibration === undefined ? [] : raiseFlags(leads, part.leads, figures, z);
        return flags.length === 0 ? figures : { ...figures, flags };
      }),
    })),
  };
}

function partsOf({ by, names, codes }: SegmentedLeads['columns'][number]): Part[] {
  const own = Array.from({ length: names.length + 1 }, (): number[] => []);
  codes.forEach((code, lead) => {
    own[code]!.push(lead);
  });
  const missing = own.pop()!;
  const present = own.flatMap((leads, code) =>
    leads.length === 0 ? [] : [{ segment: names[code]!, leads }],
  );
  if (by === 'level')
    present.sort((a, b) => b.leads.length - a.leads.length || (a.segment < b.segment ? -1 : 1));
  // What is in order is not put together: a band or a month of few leads keeps its place.
  const isAlone = ({ leads }: { leads: readonly number[] }, i: number) =>
    by !== 'level' || (i < MOST_LEVELS && leads.length >= FEWEST_LEADS);
  const others = present.filter((part, i) => !isAlone(part, i));
  const part = (segment: string, kind: Part['kind'], leads: readonly number[]): Part[] =>
    leads.length === 0 ? [] : [{ segment, kind, leads: Int32Array.from(leads) }];
  return [
    ...present.filter(isAlone).flatMap(({ segment, leads }) => part(segment, 'value', leads)),
    ...part(
      `other (${count(others.length, 'value')})`,
      'other',
      others.flatMap(({ leads }) => leads),
    ),
    ...part('missing', 'missing', missing),
  ];
}

function describe(leads: SegmentedLeads, { segment, kind, leads: own }: Part): SegmentFigures {
  const { probabilities, labels, groups } = pick(leads, own);
  const rows = own.length;
  const converted = sumOf(labels);
  const expected = probabilities.reduce((sum, p) => sum + p, 0);
  const base = {
    ...{ segment, kind, rows, converted },
    rate: converted / rows,
    mean_probability: expected / rows,
  };
  if (!isEnough(labels)) return base;
  const area = areaOf(rankScores(probabilities, labels), groups && { scores: probabilities, labels, groups });
  const bounds = observedOverExpected(labels, expected, groups);
  return {
    ...base,
    ...(area === undefined ? {} : { roc_auc: area }),
    log_loss: logLoss(probabilities, labels),
    brier: brierScore(probabilities, labels),
    ...(bounds === undefined ? {} : { calibration: bounds }),
  };
}

/** Observed conversions ÷ expected ones, with the interval of the observed share. */
function observedOverExpected(
  labels: Uint8Array,
  expected: number,
  groups: Uint32Array | undefined,
  z?: number,
): SegmentFigures['calibration'] {
  const share = intervalOfShare(labels, groups, z);
  if (share === undefined || expected === 0) return undefined;
  const scale = labels.length / expected;
  return { value: sumOf(labels) / expected, low: share.low * scale, high: share.high * scale };
}

function raiseFlags(
  leads: SegmentedLeads,
  own: Int32Array,
  { mean_probability, rows }: SegmentFigures,
  z: number,
): SegmentFlag[] {
  const { labels, groups } = pick(leads, own);
  const bounds = observedOverExpected(labels, mean_probability * rows, groups, z);
  const flags: SegmentFlag[] = [];
  if (bounds !== undefined && bounds.low > 1) flags.push('too_low');
  if (bounds !== undefined && bounds.high < 1) flags.push('too_high');
  const within = new Set(own);
  const rest = Int32Array.from(leads.labels.keys()).filter((lead) => !within.has(lead));
  const [area, other] = [own, rest].map((some) => {
    const part = pick(leads, some);
    return (
      isEnough(part.labels) &&
      delong(
        rankScores(part.probabilities, part.labels),
        part.groups && { scores: part.probabilities, labels: part.labels, groups: part.groups },
      )
    );
  });
  if (area && other && other.area - area.area > z * Math.hypot(area.standardError, other.standardError))
    flags.push('ranking');
  return flags;
}

function isEnough(labels: Uint8Array): boolean {
  const converted = sumOf(labels);
  return (
    labels.length >= FEWEST_LEADS &&
    converted >= FEWEST_OF_CLASS &&
    labels.length - converted >= FEWEST_OF_CLASS
  );
}

const sumOf = (labels: Uint8Array): number => labels.reduce((sum, label) => sum + label, 0);

const pick = ({ probabilities, labels, groups }: SegmentedLeads, leads: Int32Array) => ({
  probabilities: Float64Array.from(leads, (lead) => probabilities[lead]!),
  labels: Uint8Array.from(leads, (lead) => labels[lead]!),
  ...(groups === undefined ? {} : { groups: Uint32Array.from(leads, (lead) => groups[lead]!) }),
});
