import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../support/node24.ts';

const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const rows = read('docs/glossary.md')
  .split('\n')
  .filter((line) => line.startsWith('| ') && !line.startsWith('| ---'))
  .map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
const words = rows.filter((row) => row.length === 3).slice(1) as [string, string, string][];

const sources = ['lib', 'cli', 'functions', 'web/src'].flatMap((folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => `${folder}/${name}`),
);

/** What would be an identifier of a retired word, each with one. */
const RETIRED: readonly (readonly [RegExp, string])[] = [
  [/TrainingRun/, 'createTrainingRun'],
  [/\bRunRecord/, 'RunRecord'],
  [/\bScoreJobs?\b/, 'ScoreJob'],
  [/\bJobQueue\b/, 'JobQueue'],
  [/\bJobMessage\b/, 'JobMessage'],
  [/(?<!pro)portion/i, 'readPortions'],
  [/\blegs?\b|\bleg[A-Z]|\bLEG_/, 'legBytes'],
  [/\bscorePart|\b(?:rejectedP|p)artKey\b/, 'partKey'],
  [/\bscanCsv\b|\bscoreCsv\b/, 'scanCsv'],
];

test('the words stand in the order of the alphabet, each once', () => {
  const names = words.map(([word]) => word);
  expect(names.length).toBeGreaterThan(40);
  expect(names).toEqual([...new Set(names)].sort());
});

test.each(words)('%s: one sentence, and a place in the code that is there', (_word, sentence, place) => {
  expect(sentence).toMatch(/^[A-Z].*\.$/);
  expect(sentence).not.toMatch(/\. [A-Z]/);
  const path = /^`([^`]+)`$/.exec(place)?.[1] ?? '';
  expect([path, path !== '' && existsSync(join(ROOT, path))]).toEqual([path, true]);
});

test.each(['README.md', 'CONTRIBUTING.md', 'ARCHITECTURE.md', 'docs/README.md'])('%s leads here', (path) => {
  expect(read(path)).toMatch(/\]\((?:docs\/)?glossary\.md\)/);
});

test.each(RETIRED)('%s does not come back', (pattern, example) => {
  expect(example).toMatch(pattern);
  const found = sources.filter((path) => pattern.test(read(path)));
  expect(found).toEqual([]);
});

test('there is one Checkpoint', () => {
  const found = sources.filter((path) => /\b(?:interface|type|class) Checkpoint\b/.test(read(path)));
  expect(found).toHaveLength(1);
});
