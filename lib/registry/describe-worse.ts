import { measuredOn } from '../model/measured-on.ts';
import type { ModelVersion } from './registry.ts';

type Figures = Pick<ModelVersion, 'metrics'>;

/**
 * Whether a version has the worse log-loss, by its own figures.
 *
 * @param next `name` is how it is called in the sentence, such as `leads@v4`
 * @param isSame the two were measured on the same leads
 * @returns a sentence without its full stop; undefined: it is not worse, or one of them has no figures
 */
export function describeWorse(
  present: Figures & { readonly version: string },
  next: Figures & { readonly name: string },
  isSame: boolean,
): string | undefined {
  const [before, after] = [present.metrics.log_loss, next.metrics.log_loss];
  if (before === undefined || after === undefined || after <= before) return undefined;
  const tell = (figure: number, { metrics }: Figures) => `${figure.toFixed(4)}, ${measuredOn(metrics)}`;
  const where = isSame
    ? 'measured on the same leads'
    : 'measured on different leads, so this alone says little';
  return `${next.name} has a worse log-loss (${tell(after, next)}) than ${present.version} (${tell(before, present)}), ${where}`;
}
