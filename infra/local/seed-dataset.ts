import { ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { generateSample } from '../../lib/learning/sample/generate-sample.ts';
import { datasetFolder, isDatasetName } from '../../lib/trainings/training-policy.ts';

/** The built-in sample that the local stack starts with. */
export const SAMPLE = { rows: 3000, seed: 1 } as const;

/**
 * Puts the sample's file under `datasets/<model>/`, so that a training can be asked for that names no dataset. Where a dataset lies
 * already, it stays the latest: nothing is put beside it. Whoever watches the folder is to begin afterwards, for to it a file that
 * it finds at first is not new.
 */
export async function seedDataset(bucket: string, model: string): Promise<void> {
  const s3 = new S3Client({ forcePathStyle: true });
  const folder = datasetFolder(model);
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: folder }));
  if (Contents.some(({ Key = '' }) => isDatasetName(Key))) return;
  await s3.send(
    new PutObjectCommand({
      Bucket: bucket,
      Key: `${folder}sample.csv`,
      Body: generateSample(SAMPLE).csv,
      ContentType: 'text/csv',
    }),
  );
}
