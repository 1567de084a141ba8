import { appendFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { openRegistry } from '../../cli/stage.ts';
import { parseKey } from '../../lib/auth/api-key.ts';
import { InputError, messageOf } from '../../lib/errors.ts';
import { makePageKey, retirePageKeys } from './make-page-key.ts';

const HELP = `npm run page-key -- make --stage STAGE [--rate 60]
npm run page-key -- retire --stage STAGE --keep ID --page URL [--within SECONDS]

make    makes a key for the page of a stage; in a GitHub job it becomes the outputs key and id, else it is printed
retire  waits until the page answers with the key ID, and then revokes the keys that it had before. A page that does not
        answer so in time (600 seconds) keeps both, and the command fails.`;

const NAME = 'the page on GitHub Pages';
const ASK_AGAIN_MS = 5000;

try {
  process.exitCode = await main();
} catch (error) {
  console.error(`page-key: ${messageOf(error)}`);
  process.exitCode = error instanceof InputError ? 2 : 1;
}

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      stage: { type: 'string' },
      rate: { type: 'string', default: '60' },
      keep: { type: 'string' },
      page: { type: 'string' },
      within: { type: 'string', default: '600' },
    },
  });
  const { stage, rate, keep, page, within } = values;
  const [command] = positionals;
  if (command === 'make' && stage !== undefined) {
    if (!/^[1-9]\d{0,5}$/.test(rate))
      throw new InputError(`--rate: expected requests a minute such as 60, got “${rate}”`);
    return make(stage, Number(rate));
  }
  if (command === 'retire' && stage !== undefined && keep !== undefined && page !== undefined) {
    if (!URL.canParse(page)) throw new InputError(`--page: expected the page's address, got “${page}”`);
    return retire(stage, keep, page, Number(within) * 1000);
  }
  console.error(HELP);
  return 2;
}

async function make(stage: string, ratePerMinute: number): Promise<number> {
  const { key, id } = await makePageKey(await openRegistry(stage), { name: NAME, ratePerMinute });
  const outputs = process.env.GITHUB_OUTPUT;
  if (!outputs) {
    console.log(key);
    return 0;
  }
  // The log of a job must not show it, although anyone who opens the page can read it.
  console.log(`::add-mask::${key}`);
  appendFileSync(outputs, `key=${key}\nid=${id}\n`);
  return 0;
}

async function retire(stage: string, keep: string, page: string, withinMs: number): Promise<number> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    const found = await readPageKey(page);
    if (found.id === keep) break;
    if (Date.now() > deadline) {
      const reason = `The page at ${page} did not answer with its new key ${keep} within ${withinMs / 1000} seconds (${found.problem}). Both keys stay good. When the page answers: npm run page-key -- retire --stage ${stage} --keep ${keep} --page ${page}`;
      summarise(`**${reason}**`);
      throw new Error(reason);
    }
    await pause(Math.min(ASK_AGAIN_MS, withinMs));
  }
  const revoked = await retirePageKeys(await openRegistry(stage), { name: NAME, keep });
  const line = `The page is at ${page}, with the key ${keep}; ${revoked.length === 0 ? 'it had none before' : `revoked: ${revoked.join(', ')}`}.`;
  console.log(line);
  summarise(`- ${line}`);
  return 0;
}

/** The key that the page sends now, by its id. Past every cache: GitHub Pages' keeps ten minutes. */
async function readPageKey(page: string): Promise<{ readonly id?: string; readonly problem: string }> {
  const url = new URL('config.json', page.endsWith('/') ? page : `${page}/`);
  url.searchParams.set('at', String(Date.now()));
  try {
    const response = await fetch(url, { cache: 'no-store', signal: AbortSignal.timeout(10_000) });
    if (!response.ok) return { problem: `${url.pathname} answered ${response.status}` };
    const { key } = (await response.json()) as { readonly key?: unknown };
    const id = typeof key === 'string' ? parseKey(key)?.id : undefined;
    return id === undefined ? { problem: 'it has no key' } : { id, problem: `it answers with the key ${id}` };
  } catch (error) {
    return { problem: messageOf(error) };
  }
}

function summarise(line: string): void {
  const file = process.env.GITHUB_STEP_SUMMARY;
  if (file) appendFileSync(file, `${line}\n`);
}
