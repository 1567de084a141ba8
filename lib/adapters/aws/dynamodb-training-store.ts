import {
  type AttributeValue,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { ConflictError } from '../../errors.ts';
import type { TrainingStore } from '../../trainings/ports.ts';
import { OPEN_TRAINING, type Training } from '../../trainings/training.ts';
import { callAws } from './call-aws.ts';
import {
  changeToAttributes,
  claimItemKey,
  RUN,
  RUNS,
  stepAttribute,
  stepToValue,
  trainingFromItem,
  trainingItemKey,
  trainingToItem,
} from './training-item.ts';

/** How many trainings are looked at for a page. */
const READ_AT_ONCE = 100;

/** @param table the registry's: trainings are kept as long as the versions that they made, and the other one forgets */
export function createDynamoDbTrainingStore(client: DynamoDBClient, table: string): TrainingStore {
  /** Sets attributes of an open training. @param condition goes beside that */
  const update = async (
    operation: string,
    id: string,
    set: Record<string, AttributeValue>,
    condition = '',
  ): Promise<boolean> => {
    const entries = Object.entries(set);
    const command = new UpdateItemCommand({
      TableName: table,
      Key: trainingItemKey(id),
      UpdateExpression: `SET ${entries.map((_, i) => `#a${i} = :v${i}`).join(', ')}`,
      ConditionExpression: `run_status IN (${OPEN_TRAINING.map((_, i) => `:open${i}`).join(', ')})${condition}`,
      ExpressionAttributeNames: Object.fromEntries(entries.map(([name], i) => [`#a${i}`, name])),
      ExpressionAttributeValues: Object.fromEntries([
        ...entries.map(([, value], i) => [`:v${i}`, value]),
        ...OPEN_TRAINING.map((status, i) => [`:open${i}`, { S: status }]),
      ]),
    });
    const refused = { ConditionalCheckFailedException: () => 'refused' as const };
    return (await callAws(operation, () => client.send(command), refused)) !== 'refused';
  };

  return {
    async claim(key, id) {
      const place = claimItemKey(key);
      const command = new PutItemCommand({
        TableName: table,
        Item: { ...place, id: { S: id } },
        ConditionExpression: 'attribute_not_exists(pk)',
      });
      const won = await callAws('claiming a training', () => client.send(command), {
        ConditionalCheckFailedException: () => undefined,
      });
      if (won !== undefined) return id;
      const { Item } = await callAws('claiming a training', () =>
        client.send(new GetItemCommand({ TableName: table, Key: place, ConsistentRead: true })),
      );
      return Item?.id?.S ?? id;
    },

    async create(training) {
      const command = new PutItemCommand({
        TableName: table,
        Item: trainingToItem(training),
        ConditionExpression: 'attribute_not_exists(pk)',
      });
      await callAws('storing a training', () => client.send(command), {
        ConditionalCheckFailedException() {
          throw new ConflictError(`the training ${training.id} exists already`);
        },
      });
    },

    async get(id) {
      const command = new GetItemCommand({
        TableName: table,
        Key: trainingItemKey(id),
        ConsistentRead: true,
      });
      const { Item } = await callAws('reading a training', () => client.send(command));
      return Item && trainingFromItem(Item);
    },

    async list({ model, limit, after, since = '' }) {
      const found: Training[] = [];
      let from = after === undefined ? undefined : trainingItemKey(after);
      do {
        const command = new QueryCommand({
          TableName: table,
          KeyConditionExpression: 'pk = :runs AND sk BETWEEN :first AND :last',
          ExpressionAttributeValues: {
            ':runs': { S: RUNS },
            ':first': { S: RUN + since },
            // Behind every hexadecimal digit.
            ':last': { S: `${RUN}~` },
          },
          ScanIndexForward: false,
          ConsistentRead: true,
          Limit: READ_AT_ONCE,
          ...(from === undefined ? {} : { ExclusiveStartKey: from }),
        });
        const { Items = [], LastEvaluatedKey } = await callAws('listing trainings', () =>
          client.send(command),
        );
        found.push(
          ...Items.map(trainingFromItem).filter(
            (training) => model === undefined || training.model === model,
          ),
        );
        from = LastEvaluatedKey;
      } while (from !== undefined && found.length <= limit);
      const trainings = found.slice(0, limit);
      return { trainings, ...(found.length > limit ? { next: trainings.at(-1)!.id } : {}) };
    },

    change: (id, change) =>
      update(
        'changing a training',
        id,
        changeToAttributes(change),
        change.status === 'canceled' ? ' AND attribute_not_exists(sealed)' : '',
      ),

    recordStep: (id, step) =>
      update('recording a step', id, { [stepAttribute(step.name)]: stepToValue(step) }),
  };
}
