import { S3Client } from '@aws-sdk/client-s3';
import { watchFolder } from '../../../infra/local/watch-folder.ts';
import { triggerByUpload } from '../../../lib/trainings/trigger-training.ts';
import { createTrainingLab } from '../../support/run-training.ts';
import { until } from '../../support/until.ts';

test('a file that is written twice within a second is two trainings, and one that is not is none', async () => {
  const at = new Date('2026-11-21T10:00:00Z');
  let Contents = [{ Key: 'datasets/m/old.csv', ETag: '"0"', Size: 1, LastModified: at }];
  const looks: object[] = [];
  const s3: S3Client = Object.assign(Object.create(S3Client.prototype), {
    async send(command: object) {
      looks.push(command);
      return { Contents };
    },
  });
  const lab = createTrainingLab();
  const sequencers: string[] = [];
  const runs: (string | undefined)[] = [];
  const ending = new AbortController();
  const tell: Parameters<typeof watchFolder>[3] = async ({ detail: { object } }) => {
    sequencers.push(object.sequencer);
    runs.push((await triggerByUpload(lab, object))?.id);
  };
  const watching = watchFolder(s3, 'bucket', 'datasets/', tell, ending.signal);
  const look = async () => {
    const before = looks.length;
    await until('another look', async () => looks.length > before || undefined);
  };
  await look();
  for (const ETag of ['"1"', '"2"']) {
    Contents = [{ Key: 'datasets/m/a.csv', ETag, Size: 1, LastModified: at }];
    const before = runs.length;
    await until('the event', async () => runs.length > before || undefined);
  }
  await look();
  ending.abort();
  await watching;
  expect(sequencers).toHaveLength(2);
  expect(new Set(sequencers).size).toBe(2);
  expect(new Set(runs).size).toBe(2);
});
