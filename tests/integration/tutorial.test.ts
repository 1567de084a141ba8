import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installCommand, placeStack } from '../support/installed-command.ts';
import { type LocalStack, startLocalStack } from '../support/local-stack.ts';
import { ROOT } from '../support/node24.ts';
import { runStory } from '../support/story.ts';
import { readTranscript } from '../support/transcript.ts';
import { until } from '../support/until.ts';

/** Pages whose console blocks are run one after the other, in one folder and on one local stack that is new. */
const PATHS: readonly (readonly (readonly [page: string, versions?: Readonly<Record<string, string>>])[])[] =
  [
    [
      ['docs/tutorial.md'],
      // The guides find the files that the tutorial made.
      ['docs/how-to/train-on-your-csv.md'],
      ['docs/how-to/train-with-a-horizon.md'],
      ['docs/how-to/publish-promote-roll-back.md'],
      ['docs/how-to/name-leads.md'],
      ['docs/how-to/erase-a-person.md'],
      ['docs/how-to/score-a-large-file.md'],
      ['docs/how-to/retrain.md'],
    ],
    // Whoever has done the README publishes another version then: what the tutorial prints is of v4, what it says to type the same.
    [['README.md'], ['docs/tutorial.md', { v2: 'v4' }]],
  ];

describe.each(PATHS)('%s and what follows', (...pages) => {
  const folder = mkdtempSync(join(tmpdir(), 'scorelane-tutorial-'));
  const path = installCommand(join(folder, 'node_modules/.bin'));
  let stack: LocalStack | undefined;

  beforeAll(async () => {
    stack = await startLocalStack({ env: { ALIAS_TTL_SECONDS: '0' } });
    // It is ready a moment before its banner has arrived.
    const output = await until('the banner', async () => {
      const text = stack!.output();
      return text.includes('Ctrl-C') ? text : undefined;
    });
    writeFileSync(join(folder, 'started.txt'), output);
    placeStack(folder, stack.dataDir);
  });
  afterAll(async () => {
    await stack?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  /** As in a checkout. The stack runs already: its start is shown again. */
  const prelude = `
npx() { npm_command=exec "$@"; }
npm() { case "$1" in ci | install) ;; start) cat "${join(folder, 'started.txt')}" ;; *) return 1 ;; esac; }`;

  test.each(pages.map((page) => [page[0], page[1] ?? {}] as const))('%s', (name, versions) => {
    const steps = readTranscript(readFileSync(join(ROOT, name), 'utf8'), {
      'http://127.0.0.1:3000': stack!.apiUrl,
      'http://127.0.0.1:4563/': stack!.pageUrl,
    }).map((step) => ({ ...step, output: step.output.map((line) => rename(line, versions)) }));
    expect(steps.length).toBeGreaterThan(2);
    const env = Object.fromEntries(
      Object.entries(process.env).filter(([key]) => !/^(AWS|SCORELANE)_/.test(key)),
    );
    runStory(
      steps,
      folder,
      {
        ...env,
        PATH: path,
        AWS_CONFIG_FILE: '/dev/null',
        AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
        AWS_EC2_METADATA_DISABLED: 'true',
      },
      prelude,
    );
  });
});

/** A line with other versions. */
const rename = (line: string, versions: Readonly<Record<string, string>>): string =>
  line.replace(/\bv\d+\b/g, (version) => versions[version] ?? version);
