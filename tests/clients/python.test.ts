import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../support/node24.ts';
import { hasPython, hasPythonModule, runPython } from '../support/python.ts';
import { makeGolden, makeGoldenWords } from './python/golden-cases.ts';
import { GOLDEN_MODELS, GOLDEN_ROWS, goldenFile, toGoldenText } from './python/golden-files.ts';

/** The Python package, by its own tests; and that the files which they compare with say what Scorelane says today. */
const REMAKE = 'npx node tests/clients/python/make-golden.ts';

test.each(GOLDEN_MODELS)(`%s: the golden file is what ${REMAKE} writes`, (name) => {
  const text = readFileSync(goldenFile(name), 'utf8');
  expect(toGoldenText(makeGolden(JSON.parse(text).model, GOLDEN_ROWS))).toBe(text);
});

test(`the golden words are what ${REMAKE} writes`, () => {
  expect(toGoldenText(makeGoldenWords())).toBe(readFileSync(goldenFile('words'), 'utf8'));
});

const libraries = ['numpy', 'pandas', 'matplotlib'].filter(hasPythonModule);
const withPython = hasPython() ? test : test.skip;
const withLibraries = hasPython() && libraries.length > 0 ? test : test.skip;
if (!hasPython()) console.warn('SKIPPED: the tests of the Python package: this machine lacks Python ≥ 3.9');
else if (libraries.length < 3)
  console.warn('SKIPPED: some tests of the Python package: this machine lacks numpy, pandas or matplotlib');

/** What needs no words, and a step of `batch`. */
const UNTOLD = ['name', 'wait_batch'];
const PASSED = { status: 0, stderr: expect.stringMatching(/\nRan \d\d tests in [\d.]+s\n\nOK/) };

withPython('its tests pass on the standard library alone', async () => {
  // -S: without what is installed.
  expect(await runPython(['-S', '-m', 'unittest'])).toMatchObject(PASSED);
});

withPython('the how-to names every public method, and none that is not there', async () => {
  const text = readFileSync(join(ROOT, 'docs/how-to/use-from-python.md'), 'utf8');
  const rows = text.split('\n').filter((line) => line.startsWith('| `'));
  const named = rows.flatMap((row) =>
    [...row.split('|')[1]!.matchAll(/`(\w+)[(`]/g)].map(([, name]) => name!),
  );
  const code = `import scorelane
public = lambda kind: {name for name in vars(kind) if not name.startswith('_')}
errors = {'ApiError', 'ApiConnectionError', 'WaitTimeoutError'}
print(*sorted(public(scorelane.Model) | public(scorelane.Client) | errors))`;
  const { stdout } = await runPython(['-S', '-c', code]);
  const known = stdout.trim().split(' ');
  expect(known.length).toBeGreaterThan(25);
  expect([...new Set([...named, ...UNTOLD])].sort()).toEqual([...known, 'sha256'].sort());
});

withLibraries(`its tests pass with ${libraries.join(', ')}`, async () => {
  expect(
    await runPython(['-m', 'unittest', 'tests.test_tables', 'tests.test_record', 'tests.test_outcomes']),
  ).toMatchObject(PASSED);
});
