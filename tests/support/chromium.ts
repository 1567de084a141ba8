import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A real browser, where there is one; without it the tests that need it are skipped, and say so. */
export const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(
  existsSync,
);
if (CHROMIUM === undefined) console.warn('SKIPPED: browser tests: there is no Chromium on this machine');
export const describeInBrowser = CHROMIUM === undefined ? describe.skip : describe;

/** The page's document after its scripts have run; a message on the browser's console fails the test. */
export function dumpDom(page: string, width = 1000): string {
  const profile = mkdtempSync(join(tmpdir(), 'scorelane-chromium-'));
  try {
    const args = [
      ...['--headless', '--no-sandbox', '--disable-gpu', '--virtual-time-budget=10000'],
      ...[
        `--window-size=${width},900`,
        `--user-data-dir=${profile}`,
        '--enable-logging=stderr',
        '--dump-dom',
      ],
    ];
    const { stdout, stderr } = spawnSync(CHROMIUM!, [...args, `file://${page}`], {
      encoding: 'utf8',
      timeout: 60_000,
      maxBuffer: 2 ** 26,
    });
    expect(stderr.split('\n').filter((line) => line.includes('CONSOLE'))).toEqual([]);
    return stdout;
  } finally {
    rmSync(profile, { recursive: true, force: true });
  }
}
