import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { createApi } from '../../../lib/http/create-api.ts';
import { splitPath } from '../../../lib/http/split-path.ts';
import { createCaller } from '../../support/call-api.ts';
import { EXAMPLE_LEAD } from '../../support/example-model.ts';
import { createMemoryWorld, type MemoryWorld } from '../../support/memory-world.ts';

const split = (rawPath: string, stage: string | undefined, basePath: string) =>
  splitPath({ rawPath, requestContext: { stage } } as APIGatewayProxyEventV2, basePath);

test.each([
  ['/predict', '$default', '', '/predict', ''],
  ['/predict', undefined, '', '/predict', ''],
  ['/dev/predict', 'dev', '', '/predict', '/dev'],
  ['/dev/api/predict', 'dev', '/api', '/predict', '/dev/api'],
  ['/api/predict', '$default', '/api', '/predict', '/api'],
  ['/api/', '$default', '/api', '/', '/api'],
  ['/api', '$default', '/api', '/', '/api'],
  ['/dev', 'dev', '', '/', '/dev'],
  // Removed before, by a custom domain or a proxy.
  ['/predict', 'dev', '/api', '/predict', '/api'],
  ['/api/predict', 'dev', '/api', '/predict', '/api'],
  // Whole segments only, in their own case.
  ['/apis/predict', '$default', '/api', '/apis/predict', '/api'],
  ['/API/predict', '$default', '/api', '/API/predict', '/api'],
  ['/development', 'dev', '', '/development', ''],
  ['/a/b/predict', '$default', '/a/b', '/predict', '/a/b'],
  ['/api/api/predict', '$default', '/api', '/api/predict', '/api'],
])('%s in the stage %s with the base path %p', (rawPath, stage, basePath, path, prefix) => {
  expect(split(rawPath, stage, basePath)).toEqual({ path, prefix });
});

test.each(['/predict', '/docs/v1'])('the base path %s is refused: it is one of the API’s own', (basePath) => {
  expect(() => createApi({ ...createMemoryWorld(), basePath }, { info() {}, error() {} })).toThrow(
    `BASE_PATH: expected a path that begins like none of the API’s own, got ${basePath}`,
  );
});

describe('an API under /dev/api', () => {
  let world: MemoryWorld;
  let call: ReturnType<typeof createCaller>;
  const PREFIX = '/dev/api';
  const HOME = `https://api.example.com${PREFIX}`;
  beforeEach(async () => {
    world = createMemoryWorld();
    await world.publish();
    const api = createApi({ ...world, basePath: '/api' }, { info() {}, error() {} });
    call = createCaller((event, context) => {
      const requestContext = { ...event.requestContext, stage: 'dev' };
      return api({ ...event, requestContext, rawPath: `${PREFIX}${event.rawPath}` }, context);
    });
  });
  const post = (path: string, body: unknown, headers = {}) =>
    call('POST', path, { body: JSON.stringify(body), headers });

  test('every address in an answer leads there', async () => {
    const lead = await post('/predict', EXAMPLE_LEAD);
    expect(lead.headers.location).toBe(`${PREFIX}/predict/${lead.body.prediction_id}`);
    const batch = await post('/predict_batch', [EXAMPLE_LEAD]);
    expect(batch.headers.location).toBe(`${PREFIX}/predict_batch/${batch.body.batch_id}`);
    const job = await post('/jobs', { size: 9 });
    expect(job.headers.location).toBe(`${PREFIX}/jobs/${job.body.job_id}`);
    await world.files.write('history/a.csv', Buffer.from('visits,y\n1,yes\n'), 'text/csv');
    const training = await post('/train', { dataset: 'history/a.csv', target: 'y' });
    expect(training.headers.location).toBe(`${PREFIX}/train/${training.body.training_id}`);
    const welcome = await call('GET', '/');
    const addresses = [lead, batch, job, training]
      .flatMap(({ body }) => Object.values(body.urls as Record<string, string>))
      .concat(Object.values(welcome.body.links as Record<string, string>));
    expect(addresses).toHaveLength(2 + 1 + 3 + 2 + 5);
    for (const address of addresses) expect(address).toMatch(new RegExp(`^${HOME}/`));
    await post('/predict', EXAMPLE_LEAD);
    for (const path of ['/predictions?limit=1&status=queued', '/predictions.csv?limit=1']) {
      const { link } = (await call('GET', path)).headers;
      expect(link).toMatch(new RegExp(`^<${HOME}/predictions`));
    }
  });

  test('the document names it, and the page of the document leads to the document', async () => {
    expect((await call('GET', '/openapi.json')).body.servers).toEqual([{ url: HOME }]);
    expect((await call('GET', '/docs')).text).toContain(`href="${PREFIX}/openapi.json"`);
  });

  test('what is not there is not there', async () => {
    expect((await call('GET', '/nothing')).status).toBe(404);
    expect((await call('GET', '/predict')).headers.allow).toBe('POST, OPTIONS');
  });
});
