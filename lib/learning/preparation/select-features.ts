import { namePart } from '../../model/name-term.ts';
import { informationValue } from '../binning/information-value.ts';
import type { Feature } from '../table/encode-leads.ts';
import type { TrainingSet } from '../trainers/trainer.ts';
import { findNearDuplicates } from './find-near-duplicates.ts';
import type { SelectionOptions } from './preparation-options.ts';

const ROUNDING = 1e-9;

export interface Selection {
  readonly features: readonly Feature[];
  /** `visits`, `first_contact (weekday)` → why. */
  readonly leftOut: ReadonlyMap<string, string>;
}

/**
 * Selects features by the leads of the set, and by no others.
 *
 * @param alsoAs what else the trainers see of a feature
 */
export function selectFeatures(
  { features, labels, rows, maturity }: Pick<TrainingSet, 'features' | 'labels' | 'rows' | 'maturity'>,
  options: SelectionOptions,
  alsoAs: (feature: Feature) => Feature | undefined = () => undefined,
): Selection {
  const leftOut = new Map<string, string>();
  const leaveOut = (feature: Feature, reason: string) => leftOut.set(nameFeature(feature), reason);
  const isIn = (feature: Feature) => !leftOut.has(nameFeature(feature));
  for (const feature of features)
    if (isConstant(feature, rows)) leaveOut(feature, 'constant in the training leads');
  const values = new Map<Feature, number>();
  const ivOf = (feature: Feature): number => {
    const known = values.get(feature);
    if (known !== undefined) return known;
    const also = alsoAs(feature);
    const value = Math.max(
      informationValue(feature, labels, rows, maturity),
      also === undefined ? 0 : informationValue(also, labels, rows, maturity),
    );
    values.set(feature, value);
    return value;
  };
  if (options.nearDuplicates) {
    for (const { first, second, figure } of findNearDuplicates(features.filter(isIn), rows)) {
      if (!isIn(first) || !isIn(second)) continue;
      // The features come by name: of two that say as much, but for rounding, the first stays.
      const [kept, dropped] = ivOf(second) > (1 + ROUNDING) * ivOf(first) ? [second, first] : [first, second];
      leaveOut(dropped, `tells the same as “${nameFeature(kept)}” (${figure})`);
    }
  }
  if (options.informationValue > 0) {
    for (const feature of features.filter(isIn)) {
      const value = ivOf(feature);
      if (value < options.informationValue) {
        leaveOut(feature, `information value ${value.toFixed(4)}, below ${options.informationValue}`);
      }
    }
  }
  return { features: features.filter(isIn), leftOut };
}

const nameFeature = ({ field, part }: Feature): string => namePart(field, part);

function isConstant(feature: Feature, rows: Int32Array): boolean {
  if (feature.kind === 'level') {
    const first = feature.codes[rows[0]!];
    return rows.every((row) => feature.codes[row] === first);
  }
  const first = feature.values[rows[0]!];
  return rows.every((row) => Object.is(feature.values[row], first));
}
