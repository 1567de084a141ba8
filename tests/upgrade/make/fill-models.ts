import { rmSync } from 'node:fs';
import type { LocalStack } from '../../support/local-stack.ts';
import type { KnownKey } from '../known.ts';
import { createStackTools, type StackTools } from '../stack-tools.ts';
import { TRAIN, type Workshop } from './workshop.ts';

const SCOPES = {
  admin: 'admin',
  operate: 'operate',
  predict: 'predict',
  form: 'form',
  revoked: 'admin',
};

/** A key of each scope, and one that was revoked. */
export async function makeKeys(stack: LocalStack): Promise<Record<string, KnownKey>> {
  const tools: StackTools = createStackTools(stack);
  const keys: Record<string, KnownKey> = {};
  for (const [name, scope] of Object.entries(SCOPES)) {
    const rate = name === 'form' ? ['--rate', '600'] : [];
    const made = await tools.command('keys', 'create', `upgrade ${name}`, '--scope', scope, ...rate);
    const { id, key } = made as KnownKey;
    keys[name] = { id, key, scope, ...(name === 'revoked' ? { revoked: true } : {}) };
  }
  await tools.command('keys', 'revoke', keys.revoked!.id);
  tools.close();
  return keys;
}

/** A second version beside that of `npm start`: champion for a while, then the challenger. */
export async function fillModels({ place, tools, secretOf }: Workshop): Promise<void> {
  const { ask, command } = tools;
  await place.sample('second.csv', 900, 2);
  const how = ['--trainer', 'scorecard', '--name', 'leads', '--out', 'second'];
  await place.cli('train', 'second.csv', ...TRAIN, ...how);
  rmSync(place.path('second/report.html'));
  await command('publish', place.path('second/model.json'), '--tag', '1.1', '--promote', '--force');
  await command('models', 'rollback', 'leads', '--why', 'fewer deals since Monday');
  await ask(secretOf('admin'), {
    method: 'PUT',
    path: '/models/leads/aliases/challenger',
    headers: { 'if-none-match': '*' },
    body: { version: 'v2', why: 'in the shadow' },
  });
}
