import {
  COHORTS_FOLDER,
  DEAD_LETTERS_FOLDER,
  JOBS_FOLDER,
  UPLOADS_FOLDER,
} from '../../../lib/bucket-folders.ts';
import { versionKey } from '../../../lib/registry/registry.ts';
import { logicalName, type Properties } from '../../support/packaged-service.ts';
import { type Expectations, propertiesOf } from './deployed.ts';

/** docs/how-to/erase-a-person.md and SECURITY.md promise it. */
const DEAD_LETTER_DAYS = 30;

const keys = (schema: readonly Properties[]): string =>
  schema.map(({ AttributeName, KeyType }) => `${AttributeName} ${KeyType}`).join(', ');

export const storeExpectations: Expectations = {
  'tables and bucket outlive the stack'({ all }) {
    const stores = [
      ...all('AWS::DynamoDB::Table'),
      ...all('AWS::S3::Bucket').filter(([name]) => name === 'Bucket'),
    ];
    expect(stores.map(([name]) => name).toSorted()).toEqual([
      'Bucket',
      'KeptLeadsTable',
      'OutcomesTable',
      'PredictionsTable',
      'ReferencesTable',
      'RegistryTable',
    ]);
    for (const [, store] of stores)
      expect(store).toMatchObject({ DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
  },

  'tables are encrypted and paid per request'({ all }) {
    for (const [, { Properties }] of all('AWS::DynamoDB::Table'))
      expect(Properties).toMatchObject({
        BillingMode: 'PAY_PER_REQUEST',
        SSESpecification: { SSEEnabled: true },
      });
  },

  'tables can be restored to any second'({ all }) {
    for (const [, { Properties }] of all('AWS::DynamoDB::Table'))
      expect(Properties.PointInTimeRecoverySpecification).toEqual({ PointInTimeRecoveryEnabled: true });
  },

  'tables are protected from deletion where the stage says so'({ all, row }) {
    for (const [, { Properties }] of all('AWS::DynamoDB::Table'))
      expect(String(Properties.DeletionProtectionEnabled)).toBe(String(row.deletionProtection));
  },

  'what is kept of leads expires by the attribute that the code writes'(deployed) {
    for (const table of ['PredictionsTable', 'ReferencesTable', 'OutcomesTable', 'KeptLeadsTable'])
      expect([table, propertiesOf(deployed, table).TimeToLiveSpecification]).toEqual([
        table,
        { AttributeName: 'expires_at', Enabled: true },
      ]);
  },

  'tables have the keys and the indexes that the code asks for'(deployed) {
    const { KeySchema, GlobalSecondaryIndexes } = propertiesOf(deployed, 'PredictionsTable');
    expect(keys(KeySchema)).toBe('id HASH');
    const indexes = GlobalSecondaryIndexes.map(({ IndexName, KeySchema: schema, Projection }: Properties) => [
      IndexName,
      keys(schema),
      Projection.ProjectionType,
    ]);
    expect(indexes).toEqual([
      ['recent', 'recent_key HASH, created_at RANGE', 'KEYS_ONLY'],
      ['by-score', 'recent_key HASH, score_key RANGE', 'KEYS_ONLY'],
      ['open', 'open_key HASH, open_since RANGE', 'KEYS_ONLY'],
    ]);
    for (const table of ['RegistryTable', 'OutcomesTable', 'KeptLeadsTable'])
      expect(keys(propertiesOf(deployed, table).KeySchema)).toBe('pk HASH, sk RANGE');
    const references = propertiesOf(deployed, 'ReferencesTable');
    expect(keys(references.KeySchema)).toBe('reference HASH, created_id RANGE');
    // A lead is a partition: an index would cost a second write, and nothing asks for one.
    expect(references.GlobalSecondaryIndexes).toBeUndefined();
  },

  'buckets are encrypted and closed to the public'({ all }) {
    for (const [, { Properties }] of all('AWS::S3::Bucket')) {
      const [rule] = Properties.BucketEncryption.ServerSideEncryptionConfiguration;
      expect(rule.ServerSideEncryptionByDefault.SSEAlgorithm).toBe('AES256');
      expect(Properties.PublicAccessBlockConfiguration).toEqual({
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      });
    }
  },

  'the bucket belongs to its account alone, and refuses what comes without TLS'(deployed) {
    expect(propertiesOf(deployed, 'Bucket').OwnershipControls.Rules).toEqual([
      { ObjectOwnership: 'BucketOwnerEnforced' },
    ]);
    const { Bucket, PolicyDocument } = propertiesOf(deployed, 'BucketPolicy');
    expect(logicalName(Bucket)).toBe('Bucket');
    const [{ Effect, Principal, Action, Condition, Resource }] = PolicyDocument.Statement;
    expect([Effect, Principal, Action, String(Condition.Bool['aws:SecureTransport'])]).toEqual([
      'Deny',
      '*',
      's3:*',
      'false',
    ]);
    // biome-ignore lint/suspicious/noTemplateCurlyInString: this is how Fn::Sub is written
    expect(Resource).toEqual([{ 'Fn::GetAtt': ['Bucket', 'Arn'] }, { 'Fn::Sub': '${Bucket.Arn}/*' }]);
  },

  'no role of the stack reads the checks of imported models, which are past leads'(deployed) {
    const { PolicyDocument } = propertiesOf(deployed, 'BucketPolicy');
    const { Effect, Principal, Action, Resource, Condition } = PolicyDocument.Statement.find(
      ({ Sid }: Properties) => Sid === 'KeepChecksFromFunctions',
    );
    expect([Effect, Principal, Action]).toEqual(['Deny', '*', ['s3:GetObject', 's3:GetObjectVersion']]);
    // Where publishing puts them.
    expect(Resource).toEqual({
      'Fn::Sub': `\${Bucket.Arn}/${versionKey('*', '*', 'checks.json').replace('*/*', '*')}`,
    });
    expect(Object.keys(Condition)).toEqual(['ArnEquals']);
    expect(Condition.ArnEquals['aws:PrincipalArn'].map(logicalName).toSorted()).toEqual(
      deployed
        .all('AWS::IAM::Role')
        .map(([name]) => name)
        .toSorted(),
    );
  },

  'the bucket keeps old versions'(deployed) {
    expect(propertiesOf(deployed, 'Bucket').VersioningConfiguration.Status).toBe('Enabled');
  },

  'dead letters and cohorts go after a month, jobs and uploads with the predictions, old versions of them the day after'(
    deployed,
  ) {
    const rules: Properties[] = propertiesOf(deployed, 'Bucket').LifecycleConfiguration.Rules;
    for (const [Prefix, ExpirationInDays] of [
      [DEAD_LETTERS_FOLDER, DEAD_LETTER_DAYS],
      [COHORTS_FOLDER, DEAD_LETTER_DAYS],
      [JOBS_FOLDER, deployed.row.recordDays],
      [UPLOADS_FOLDER, deployed.row.recordDays],
    ]) {
      const own = rules.filter((rule) => rule.Prefix === Prefix);
      expect(own).toHaveLength(2);
      expect(own).toContainEqual({
        Id: expect.any(String),
        Prefix,
        Status: 'Enabled',
        ExpirationInDays,
        NoncurrentVersionExpiration: { NoncurrentDays: 1 },
      });
      expect(own).toContainEqual({
        Id: expect.any(String),
        Prefix,
        Status: 'Enabled',
        ExpiredObjectDeleteMarker: true,
      });
    }
  },

  'models are for ever, and so is what users put there; uploads that broke off go after a day'(deployed) {
    const rules: Properties[] = propertiesOf(deployed, 'Bucket').LifecycleConfiguration.Rules;
    const expiring = rules.filter((rule) => Object.keys(rule).some((key) => key.includes('Expir')));
    for (const rule of expiring)
      expect([DEAD_LETTERS_FOLDER, COHORTS_FOLDER, JOBS_FOLDER, UPLOADS_FOLDER]).toContain(rule.Prefix);
    expect(rules.filter((rule) => !expiring.includes(rule))).toEqual([
      {
        Id: expect.any(String),
        Status: 'Enabled',
        AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 },
      },
    ]);
  },
};
