import { openRegistry } from '../../cli/target.ts';
import { makePageKey } from '../page-key.ts';

/** make-page-key.ts STAGE REQUESTS_PER_MINUTE: prints a key for the page of a stage; the page's last one ends. */
const [stage, rate] = process.argv.slice(2);
if (stage === undefined || !/^[1-9]\d{0,5}$/.test(rate ?? '')) {
  console.error('expected STAGE REQUESTS_PER_MINUTE, such as: make-page-key.ts prod 60');
  process.exit(2);
}
const key = await makePageKey(await openRegistry(stage), {
  name: 'the page on GitHub Pages',
  ratePerMinute: Number(rate),
});
// The log of a job must not show it, although whoever opens the page can.
if (process.env.GITHUB_ACTIONS === 'true') console.error(`::add-mask::${key}`);
console.log(key);
