import { nearestName } from '../../../lib/lead/nearest-name.ts';

const names = ['source', 'company_size', 'visits'];

test.each([
  ['surce', 'source'],
  ['CompanySize', 'company_size'],
  ['company-size', 'company_size'],
  ['visit', 'visits'],
  ['xyz', undefined],
  ['', undefined],
  ['s'.repeat(5000), undefined],
])('%p → %p', (name, nearest) => {
  expect(nearestName(name, names)).toBe(nearest);
});
