import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { createClient } from '../../lib/client/index.ts';
import type { ModelArtifact } from '../../lib/model/artifact.ts';
import { exampleLead } from '../../lib/model/example-lead.ts';
import { type LocalStack, startLocalStack } from '../support/local-stack.ts';
import { until } from '../support/until.ts';

/** A CRM puts its export into the bucket of the local stack. */
jest.setTimeout(120_000);

let stack: LocalStack;
let s3: S3Client;
beforeAll(async () => {
  stack = await startLocalStack();
  const { AWS_REGION, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_ENDPOINT_URL_S3 } = stack.environment;
  s3 = new S3Client({
    region: AWS_REGION!,
    credentials: { accessKeyId: AWS_ACCESS_KEY_ID!, secretAccessKey: AWS_SECRET_ACCESS_KEY! },
    endpoint: AWS_ENDPOINT_URL_S3!,
    forcePathStyle: true,
  });
});
afterAll(() => stack?.stop());

const Bucket = () => stack.environment.BUCKET!;
const put = (name: string, Body: string) =>
  s3.send(new PutObjectCommand({ Bucket: Bucket(), Key: `outcomes/leads/${name}`, Body }));
const reportOf = (name: string, isIt: (report: { readonly repeated: number }) => boolean = () => true) =>
  until(`the report of ${name}`, async () => {
    try {
      const Key = `outcomes/leads/reports/${name}.json`;
      const { Body } = await s3.send(new GetObjectCommand({ Bucket: Bucket(), Key }));
      const report = JSON.parse(await Body!.transformToString());
      return isIt(report) ? report : undefined;
    } catch (error) {
      if ((error as Error).name === 'NoSuchKey') return undefined;
      throw error;
    }
  });

test('a file that is put under outcomes/ is recorded, and a report says what became of its rows', async () => {
  const client = createClient({ baseUrl: stack.apiUrl });
  const artifact = await fetch(`${stack.apiUrl}/models/leads/versions/v1/files/model.json`);
  await client.predict(exampleLead((await artifact.json()) as ModelArtifact), { reference: 'crm-1' });
  const rows = 'id,stage,closed\ncrm-1,Won,2026-01-30\ncrm-2,Lost,2026-01-30\ncrm-3,Won,soon\n';

  // Nothing says yet what its columns mean.
  await put('early.csv', rows);
  expect(await reportOf('early.csv')).toMatchObject({ result: 'refused', rows: null });

  const mapping = { reference: 'id', outcome: 'stage', at: 'closed', converted: ['Won'], lost: ['Lost'] };
  await put('mapping.json', JSON.stringify(mapping));
  await put('crm.csv', rows);
  const report = await reportOf('crm.csv');
  expect(report).toMatchObject({
    ...{ file: 'outcomes/leads/crm.csv', result: 'recorded', message: null, rows: 3, sent: 2 },
    ...{ recorded: 2, repeated: 0, never_scored: 1, bad_rows: 1, set_aside: [{ line: 4 }] },
  });
  expect(JSON.stringify(report) + stack.output()).not.toMatch(/crm-\d|soon/);
  expect((await client.getLead('crm-1')).outcome).toMatchObject({ outcome: 'converted' });

  // The export of the next night: a row more.
  await put('crm.csv', `${rows}crm-4,Lost,2026-01-31\n`);
  expect(await reportOf('crm.csv', ({ repeated }) => repeated > 0)).toMatchObject({
    recorded: 1,
    repeated: 2,
  });
});
