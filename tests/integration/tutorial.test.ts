import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type LocalStack, startLocalStack } from '../support/local-stack.ts';
import { NODE_24, ROOT } from '../support/node24.ts';
import { runStory } from '../support/story.ts';
import { readTranscript } from '../support/transcript.ts';
import { until } from '../support/until.ts';

/**
 * Every console block of the tutorial and then of the how-to guides, in order, on one local stack and in one folder:
 * the guides find the files that the tutorial made.
 */
const PAGES = [
  'tutorial.md',
  'how-to/train-on-your-csv.md',
  'how-to/publish-promote-roll-back.md',
  'how-to/name-leads.md',
  'how-to/erase-a-person.md',
  'how-to/score-a-large-file.md',
  'how-to/retrain.md',
];
const folder = mkdtempSync(join(tmpdir(), 'scorelane-tutorial-'));
let stack: LocalStack | undefined;

beforeAll(async () => {
  stack = await startLocalStack({ env: { ALIAS_TTL_SECONDS: '0' } });
  // It is ready a moment before its banner has arrived.
  const output = await until('the banner', async () => {
    const text = stack!.output();
    return text.includes('Ctrl-C') ? text : undefined;
  });
  writeFileSync(join(folder, 'started.txt'), output);
});
afterAll(async () => {
  await stack?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** As in a checkout. The stack runs already: its start is shown again. */
const PRELUDE = `
scorelane() { "${NODE_24}" "${join(ROOT, 'cli/main.ts')}" "$@"; }
npx() { "$@"; }
npm() { case "$1" in ci) ;; start) cat "${join(folder, 'started.txt')}" ;; *) return 1 ;; esac; }`;

test.each(PAGES)('%s', (name) => {
  const steps = readTranscript(readFileSync(join(ROOT, 'docs', name), 'utf8'), {
    'http://127.0.0.1:3000': stack!.apiUrl,
    'http://127.0.0.1:4563/': stack!.pageUrl,
  });
  expect(steps.length).toBeGreaterThan(2);
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([key]) => !/^(AWS|SCORELANE)_/.test(key)),
  );
  runStory(
    steps,
    folder,
    {
      ...env,
      SCORELANE_DATA_DIR: stack!.dataDir,
      AWS_CONFIG_FILE: '/dev/null',
      AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
      AWS_EC2_METADATA_DISABLED: 'true',
    },
    PRELUDE,
  );
});
