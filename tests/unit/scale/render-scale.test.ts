import { spawnSync } from 'node:child_process';
import { bytes, dollars, duration, percent, rowsOf } from '../../../infra/scale/format.ts';
import { writeTables } from '../../../infra/scale/write-tables.ts';
import { NODE_24, ROOT } from '../../support/node24.ts';

describe('docs/scale.md', () => {
  test('says what is simulated', () => {
    // By itself, as npm runs it: within Jest a simulation takes fifteen times as long.
    const { status, stderr } = spawnSync(NODE_24, ['infra/scale/run.ts', '--check'], {
      cwd: ROOT,
      encoding: 'utf8',
    });
    expect([status, stderr]).toEqual([0, '']);
  });

  test('a page without markers is refused', () => {
    expect(() => writeTables('# Scale', { time: '' })).toThrow('expected <!-- scale: time -->');
  });

  test('what stands around the tables stays', () => {
    const page = 'a\n<!-- scale: x -->\nold\n<!-- /scale: x -->\nb <!-- scale: y --><!-- /scale: y -->';
    expect(writeTables(page, { x: 'new $& 1', y: '2' })).toBe(
      'a\n<!-- scale: x -->\n\nnew $& 1\n\n<!-- /scale: x -->\nb <!-- scale: y -->\n\n2\n\n<!-- /scale: y -->',
    );
  });
});

test.each([
  [bytes(158_000), '158 KB'],
  [bytes(8_388_536), '8.4 MB'],
  [bytes(999_600), '1 MB'],
  [bytes(1.58e12), '1.6 TB'],
  [duration(1.63), '1.6 s'],
  [duration(59.6), '1 min 0 s'],
  [duration(350), '5 min 50 s'],
  [duration(31_017), '8 h 37 min'],
  [duration(7199), '2 h 0 min'],
  [dollars(0), '0.00'],
  [dollars(0.00123), '0.0012'],
  [dollars(117.9), '117.90'],
  [percent(0.0004), '<0.1 %'],
  [percent(1.96), '196 %'],
  [rowsOf(1e10), '10 billion'],
])('written as %s', (written, expected) => {
  expect(written).toBe(expected);
});
