import { Html } from '../html.ts';

const WIDTH = 96;
const HEIGHT = 22;

/**
 * Small bars for a row of a table, against the largest of them; what is undefined leaves a gap.
 *
 * @param values none below 0
 */
export function drawSparkline(values: readonly (number | undefined)[], kind: 'leads' | 'rate'): Html {
  const largest = values.reduce<number>((max, value) => Math.max(max, value ?? 0), 0) || 1;
  const step = WIDTH / Math.max(values.length, 1);
  const bars = values.map((value, i) => {
    if (value === undefined) return '';
    const height = Math.max((value / largest) * HEIGHT, 0.75);
    const [x, width] = [i * step, Math.max(step - 1, 1)];
    return `<rect x="${tidy(x)}" y="${tidy(HEIGHT - height)}" width="${tidy(width)}" height="${tidy(height)}"/>`;
  });
  return new Html(
    `<svg class="spark ${kind}" viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" aria-hidden="true">${bars.join('')}</svg>`,
  );
}

const tidy = (x: number): string => String(Number(x.toFixed(2)));
