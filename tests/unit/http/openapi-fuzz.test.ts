import { API_ROUTES } from '../../../lib/http/routes.ts';
import { fuzzApi } from '../../support/openapi/fuzz.ts';

test('requests made from the document are answered as it says', async () => {
  const { statuses } = await fuzzApi(500);
  expect(statuses.size).toBeGreaterThan(API_ROUTES.length);
});
