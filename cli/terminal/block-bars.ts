const BLOCKS = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const;

/**
 * Numbers as a row of bars, one character each, against the largest of them: `▁▃█▅`. A zero is the lowest bar,
 * a gap (undefined) a space.
 *
 * @param values none below 0
 */
export function drawBars(values: readonly (number | undefined)[]): string {
  const largest = values.reduce<number>((max, value) => Math.max(max, value ?? 0), 0);
  return values
    .map((value) => {
      if (value === undefined) return ' ';
      return BLOCKS[
        largest === 0 ? 0 : Math.min(Math.floor((value / largest) * BLOCKS.length), BLOCKS.length - 1)
      ]!;
    })
    .join('');
}
