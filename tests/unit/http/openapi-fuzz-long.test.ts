import { API_ROUTES } from '../../../lib/http/routes.ts';
import { fuzzApi } from '../../support/openapi/fuzz.ts';

test('ten thousand requests made from the document are answered as it says, and every operation succeeds at times', async () => {
  const { statuses } = await fuzzApi(10_000);
  for (const { method, path } of API_ROUTES) {
    const name = `${method} ${path.replace(/:(\w+)/g, '{$1}')}`;
    const answered = [...(statuses.get(name) ?? new Map<number, number>()).keys()];
    expect([name, answered.some((status) => status < 300)]).toEqual([name, true]);
  }
}, 600_000);
