import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** The text of Chart.js, which pages carry in themselves: they must open without a network. */
export const readChartScript = (): string =>
  readFileSync(
    join(dirname(createRequire(import.meta.url).resolve('chart.js')), 'chart.umd.min.js'),
    'utf8',
  ).replace(/\/\/# sourceMappingURL=.*$/m, '');
