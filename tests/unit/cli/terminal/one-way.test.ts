import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../../support/node24.ts';

/** Where a number becomes text, a colour is chosen, or a progress is drawn. */
const HOME = /^cli\/terminal\//;
/** A cell of a CSV file, for programs. */
const EXCEPT = new Set([
  'cli/predictions/batch-rows.ts: prediction.probability.toFixed(6)',
  'cli/predictions/write-predictions.ts: .probability.toFixed(6)',
]);

test.each([
  [
    'numbers are written by cli/terminal/format.ts',
    /[\w.]*\.(?:toLocaleString|toFixed|toPrecision)\([^)]*\)/g,
  ],
  ['colours are chosen by cli/terminal/screen.ts', /styleText|\\u001b\[|\\x1b\[/g],
  ['terminals are asked by cli/terminal', /std(?:out|err)\.(?:isTTY|columns|rows)/g],
])('%s alone', (_, pattern) => {
  const found = globSync('cli/**/*.ts', { cwd: ROOT })
    .filter((path) => !HOME.test(path))
    .flatMap((path) =>
      (readFileSync(join(ROOT, path), 'utf8').match(pattern) ?? []).map((text) => `${path}: ${text}`),
    )
    .filter((place) => !EXCEPT.has(place));
  expect(found).toEqual([]);
});
