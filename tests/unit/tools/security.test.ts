import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../support/node24.ts';

test('SECURITY.md names tests that are there', () => {
  const rows = readFileSync(join(ROOT, 'SECURITY.md'), 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .map((line) => line.split('|').at(-2)!);
  const missing = rows.flatMap((shown) => {
    // A file without a folder stands beside the one before it.
    let folder = '';
    return [...shown.matchAll(/`([^`]+)`/g)].flatMap(([, path = '']) => {
      const whole = path.includes('/') ? path : join(folder, path);
      folder = whole.replace(/\/[^/]*$/, '');
      return existsSync(join(ROOT, whole)) ? [] : [whole];
    });
  });
  expect(rows.length).toBeGreaterThan(15);
  expect(missing).toEqual([]);
});
