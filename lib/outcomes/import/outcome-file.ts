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

/**
 * @returns `none`: a mapping file, a report, or a folder; `misplaced`: it is in no folder that is called like a model, or its name
 *   leaves no room for that of its report
 */
export function parseOutcomeFile(key: string): OutcomeFile | 'none' | 'misplaced' {
  if (!key.startsWith(OUTCOMES_FOLDER)) return 'misplaced';
  const [, model = '', name = ''] = /^([^/]+)\/(.+)$/s.exec(key.slice(OUTCOMES_FOLDER.length)) ?? [];
  if (key.endsWith('/') || name === MAPPING || name.startsWith(REPORTS)) return 'none';
  if (!MODEL_NAME.test(model)) return 'misplaced';
  const file = { key, model, name };
  return explainBadKey(reportKey(file)) === undefined ? file : 'misplaced';
}
