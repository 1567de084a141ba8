import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { ConflictError } from '../../errors.ts';
import type { TrainingStore } from '../../trainings/ports.ts';
import { OPEN_TRAINING, type Training } from '../../trainings/training.ts';
import type { Item } from './item.ts';
import { openTable } from './table.ts';
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
export function createDynamoDbTrainingStore(client: DynamoDBClient, name: string): TrainingStore {
  const table = openTable(client, name, 'pk');

  /** Sets attributes of an open training. */
  const update = async (operation: string, id: string, set: Item, unlessSealed = false): Promise<boolean> => {
    const changed = await table.update(operation, trainingItemKey(id), {
      set,
      when: [['in', 'run_status', OPEN_TRAINING], ...(unlessSealed ? [['absent', 'sealed'] as const] : [])],
    });
    return changed !== undefined;
  };

  return {
    async claim(key, id) {
      const place = claimItemKey(key);
      if (await table.insert('claiming a training', { ...place, id: { S: id } })) return id;
      return (await table.get('claiming a training', place))?.id?.S ?? id;
    },

    async create(training) {
      if (!(await table.insert('storing a training', trainingToItem(training))))
        throw new ConflictError(`the training ${training.id} exists already`);
    },

    async get(id) {
      const item = await table.get('reading a training', trainingItemKey(id));
      return item && trainingFromItem(item);
    },

    async list({ model, limit, after, since = '' }) {
      const found: Training[] = [];
      let from = after === undefined ? undefined : trainingItemKey(after);
      do {
        const { items, last } = await table.query('listing trainings', {
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
        const all = items.map(trainingFromItem);
        found.push(...all.filter((training) => model === undefined || training.model === model));
        from = last;
      } while (from !== undefined && found.length <= limit);
      const trainings = found.slice(0, limit);
      return { trainings, ...(found.length > limit ? { next: trainings.at(-1)!.id } : {}) };
    },

    change: (id, change) =>
      update('changing a training', id, changeToAttributes(change), change.status === 'canceled'),

    recordStep: (id, step) =>
      update('recording a step', id, { [stepAttribute(step.name)]: stepToValue(step) }),
  };
}
