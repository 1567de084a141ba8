import { readFileSync } from 'node:fs';
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

const PASSED = { status: 0, stderr: expect.stringMatching(/\nRan \d\d tests in [\d.]+s\n\nOK/) };

withPython('its tests pass on the standard library alone', async () => {
  // -S: without what is installed.
  expect(await runPython(['-S', '-m', 'unittest'])).toMatchObject(PASSED);
});

withLibraries(`its tests pass with ${libraries.join(', ')}`, async () => {
  expect(await runPython(['-m', 'unittest', 'tests.test_tables', 'tests.test_record'])).toMatchObject(PASSED);
});
