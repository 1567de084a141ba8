import { describeProfile } from '../../../../cli/train/profile-summary.ts';
import { mergeBins, overviewBins, tellRates } from '../../../../lib/learning/profile/overview-bins.ts';
import type { ProfileBin } from '../../../../lib/learning/profile/profile.ts';
import { renderProfile } from '../../../../lib/pages/profile/render-profile.ts';
import { goldenProfile } from './golden-leads.ts';

const WIDE = Number.POSITIVE_INFINITY;
const bin = (kind: ProfileBin['kind'], rows: number, converted: number): ProfileBin => ({
  kind,
  label: String(rows),
  rows,
  share: 0,
  converted,
});

test('the terminal and the page draw the same bins and tell the same rates', () => {
  const lines = describeProfile(goldenProfile, [], WIDE);
  const page = renderProfile(goldenProfile, { chartScript: '' });
  const used = goldenProfile.columns.filter(({ left_out }) => left_out === undefined);
  for (const column of used) {
    const { distribution, rates } = overviewBins(column);
    const line = lines.find((text) => new RegExp(`^  ${column.name} .* \\d\\.\\d\\d `).test(text))!;
    expect(line).toContain(tellRates(rates));
    const row = page
      .split('<tr>')
      .find((text) => text.includes(`>${column.name}</a>`) && text.includes('spark'))!;
    expect(row).toContain(`<small>${tellRates(rates)}</small>`);
    const [leads, rate] = row.split('class="spark rate"');
    expect(leads!.match(/<rect /g)).toHaveLength(distribution.length);
    expect(rate!.match(/<rect /g)).toHaveLength(rates.length);
  }
});

test('neighbours are merged where there is an order, the rarest levels where there is none', () => {
  const ranges = Array.from({ length: 20 }, (_, i) => bin('range', i + 1, 1));
  expect(mergeBins(ranges, 10).map(({ rows }) => rows)).toEqual([3, 7, 11, 15, 19, 23, 27, 31, 35, 39]);
  const levels = Array.from({ length: 12 }, (_, i) => bin('level', 20 - i, 1));
  expect(mergeBins(levels, 10)).toEqual([
    ...levels.slice(0, 9).map(({ rows, converted }) => ({ rows, converted })),
    { rows: 11 + 10 + 9, converted: 3 },
  ]);
  expect(mergeBins([], 10)).toEqual([]);
});
