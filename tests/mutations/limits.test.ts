import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { MUTATIONS } from './limits.ts';

/** `npm run mutate:limits` takes twenty minutes and is run by hand: what it changes must still be there. */
test.each(MUTATIONS)('$file holds $from', ({ file, from, to }) => {
  expect(to).not.toBe(from);
  expect(readFileSync(join(__dirname, '../..', file), 'utf8')).toContain(from);
});
