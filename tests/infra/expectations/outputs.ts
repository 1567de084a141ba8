import type { Expectations } from './deployed.ts';

/** Output → what it refers to. */
const REFERENCES: Readonly<Record<string, string>> = {
  BucketName: 'Bucket',
  PredictionsTableName: 'PredictionsTable',
  ReferencesTableName: 'ReferencesTable',
  OutcomesTableName: 'OutcomesTable',
  KeptLeadsTableName: 'KeptLeadsTable',
  RegistryTableName: 'RegistryTable',
  ScoreQueueUrl: 'ScoreQueue',
  WebhookQueueUrl: 'WebhookQueue',
  JobStepQueueUrl: 'JobStepQueue',
  JobChunkQueueUrl: 'JobChunkQueue',
  TrainingMachineArn: 'TrainingMachine',
  ScoreDeadLetterQueueUrl: 'ScoreDeadLetterQueue',
  JobStepDeadLetterQueueUrl: 'JobStepDeadLetterQueue',
  JobChunkDeadLetterQueueUrl: 'JobChunkDeadLetterQueue',
  WebhookDeadLetterQueueUrl: 'WebhookDeadLetterQueue',
  EventDeadLetterQueueUrl: 'EventDeadLetterQueue',
  AlarmTopicArn: 'AlarmTopic',
};

export const outputExpectations: Expectations = {
  'a deployment tells where everything is'({ outputs }) {
    const found = outputs as Readonly<Record<string, { readonly Value: unknown }>>;
    for (const [name, target] of Object.entries(REFERENCES))
      expect([name, found[name]?.Value]).toEqual([name, { Ref: target }]);
    expect(found.ApiUrl?.Value).toEqual({ 'Fn::GetAtt': ['HttpApi', 'ApiEndpoint'] });
    expect(found.Commit?.Value).toEqual(expect.any(String));
  },
};
