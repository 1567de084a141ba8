import { parseArgs } from 'node:util';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { messageOf } from '../../lib/errors.ts';
import { copyMissing } from './copy-missing.ts';

/**
 * npm run restore -- --from RESTORED_TABLE --into TABLE: copies what the table of a stage lacks from one that was restored to a
 * point in time. docs/operations.md has the whole way.
 */
try {
  const { from, into } = parseArgs({
    options: { from: { type: 'string' }, into: { type: 'string' } },
  }).values;
  if (from === undefined || into === undefined || from === into)
    throw new Error('expected two tables: npm run restore -- --from RESTORED_TABLE --into TABLE');
  const client = new DynamoDBClient({ maxAttempts: 10 });
  const { copied, kept, expired } = await copyMissing(client, { from, into, now: new Date() });
  console.log(`${copied} items copied into ${into}; ${kept} were there, ${expired} have expired`);
} catch (error) {
  console.error(`restore: ${messageOf(error)}`);
  process.exitCode = 1;
}
