import { explainBadKey, OUTCOMES_FOLDER } from '../../bucket-folders.ts';
import { MODEL_NAME } from '../../registry/registry.ts';

/** A file of outcomes in the bucket: `outcomes/<model>/<name>`. */
export interface OutcomeFile {
  readonly key: string;
  readonly model: string;
  /** May have folders in it. */
  readonly name: string;
}

const MAPPING = 'mapping.json';
const REPORTS = 'reports/';

export const mappingKey = (model: string): string => `${OUTCOMES_FOLDER}${model}/${MAPPING}`;

export const reportKey = ({ model, name }: Pick<OutcomeFile, 'model' | 'name'>): string =>
  `${OUTCOMES_FOLDER}${model}/${REPORTS}${name}.json`;

/** @returns undefined: a mapping file, a report, a folder, or nothing of a model */
export function parseOutcomeFile(key: string): OutcomeFile | undefined {
  if (!key.startsWith(OUTCOMES_FOLDER)) return undefined;
  const [, model = '', name = ''] = /^([^/]+)\/(.+)$/s.exec(key.slice(OUTCOMES_FOLDER.length)) ?? [];
  if (!MODEL_NAME.test(model) || name === MAPPING || name.startsWith(REPORTS) || name.endsWith('/'))
    return undefined;
  const file = { key, model, name };
  return explainBadKey(reportKey(file)) === undefined ? file : undefined;
}
