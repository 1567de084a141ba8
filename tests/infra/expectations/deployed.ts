import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { Concurrency } from '../../../infra/build/cap-concurrency.ts';
import { ROOT } from '../../support/node24.ts';
import { type PackagedTemplate, type Properties, packageService } from '../../support/packaged-service.ts';

/** A row of infra/stages.yml. */
export interface Row extends Concurrency {
  readonly logDays: number;
  readonly deletionProtection: boolean;
  readonly recordDays: number;
  readonly outcomeDays: number;
  readonly leadDays: number;
  readonly requestsPerSecond: number;
  readonly burst: number;
  readonly trainingMemory: number;
  readonly alarmEmail: string;
  readonly monthlyBudget: number;
}

/** A stage's template, and what it was made from. */
export interface Deployed extends PackagedTemplate {
  readonly stage: string;
  readonly row: Row;
}

/** By what is expected. Each throws, as `expect` does, when a template is another; so a changed template shows who notices. */
export type Expectations = Readonly<Record<string, (deployed: Deployed) => void | Promise<void>>>;

export const ROWS: Readonly<Record<string, Row>> = parse(
  readFileSync(join(ROOT, 'infra/stages.yml'), 'utf8'),
);

export const deploy = (stage: string): Deployed => ({
  ...packageService(stage),
  stage,
  row: ROWS[stage] ?? ROWS.dev!,
});

/** The properties of a resource; throws when there is none. */
export function propertiesOf({ resources }: PackagedTemplate, name: string): Properties {
  const resource = resources[name];
  if (resource === undefined) throw new Error(`expected the template to have ${name}`);
  return resource.Properties ?? {};
}
