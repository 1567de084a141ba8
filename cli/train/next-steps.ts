import { hint } from '../terminal/hint.ts';
import { isStandardInput } from '../terminal/standard-streams.ts';

/** How the leads of a training were read, as far as scoring them again needs it. */
interface ReadAs {
  readonly encoding?: string | undefined;
  readonly decimal?: string | undefined;
  readonly sheet?: string | undefined;
}

/**
 * What to do with a new model, each as a command that can be pasted.
 *
 * @param model the path of model.json
 * @param file the leads that it learned from, which can be scored at once; a pipe cannot
 */
export function listNextSteps(model: string, file: string, read: ReadAs): string[] {
  const options = (['encoding', 'decimal', 'sheet'] as const).flatMap((name) =>
    read[name] === undefined ? [] : [`--${name}`, read[name]],
  );
  return [
    ...(isStandardInput(file)
      ? []
      : [`To score leads: ${hint(['score', model, file, ...options, '--out', 'scored.csv'])}`]),
    `To serve the model from a running stack: ${hint(['publish', model, '--promote'])}`,
  ];
}
