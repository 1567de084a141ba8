import { measuredOn } from '../model/measured-on.ts';
import type { TrainingNotes } from './training-notes.ts';

/** A reason to look at a model before it is published or serves, whatever serves now. */
export interface Doubt {
  readonly kind: 'too_good' | 'no_better' | 'not_held_out' | 'not_measured';
  /** A sentence without its full stop. */
  readonly text: string;
}

/** A version that is worse than this serves only when somebody insists; a missing hold-out is only told. */
export const stopsPromotion = ({ kind }: Doubt): boolean => kind !== 'not_held_out';

/** Of real leads none are told apart so well: something knows the outcome. */
const TOO_GOOD = 0.999;
/** Of the standard normal distribution, for 95 %. */
const CRITICAL = 1.96;

/**
 * What speaks against a model by its own figures.
 *
 * @param metrics the figures of a version, as its record holds them
 */
export function findDoubts(
  metrics: Readonly<Record<string, number>>,
  { verdict }: Pick<TrainingNotes, 'verdict'> = {},
): Doubt[] {
  const { roc_auc: area, log_loss: loss, constant_log_loss: constant, folds } = metrics;
  if (area === undefined || loss === undefined)
    return [
      {
        kind: 'not_measured',
        text: 'it was measured on no leads, so it is not known how good it is',
      },
    ];
  const on = measuredOn(metrics);
  return [
    ...(area < TOO_GOOD
      ? []
      : [
          {
            kind: 'too_good' as const,
            text: `its ROC-AUC is ${area.toFixed(3)} (${on}): some column probably gives the outcome away`,
          },
        ]),
    ...(isWorthless(loss, constant, verdict)
      ? [
          {
            kind: 'no_better' as const,
            text: `it is not shown to be better than always answering the base rate: log-loss ${loss.toFixed(4)}${constant === undefined ? '' : ` against ${constant.toFixed(4)}`} (${on})`,
          },
        ]
      : []),
    ...(folds === undefined
      ? []
      : [
          {
            kind: 'not_held_out' as const,
            text: `no lead was held out: its figures are of the ${folds} folds that it was chosen by`,
          },
        ]),
  ];
}

/** By its figures; where chance is known, also when neither its probabilities nor its order are beyond it. */
function isWorthless(loss: number, constant: number | undefined, verdict: TrainingNotes['verdict']): boolean {
  if (constant !== undefined && loss >= constant) return true;
  return (
    verdict !== undefined &&
    !verdict.better &&
    verdict.roc_auc - 0.5 <= Math.max(1e-9, CRITICAL * verdict.roc_auc_error)
  );
}
