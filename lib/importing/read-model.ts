import { InputError } from '../errors.ts';
import type { ImportedModel } from './imported-model.ts';
import { readLightgbm } from './lightgbm/read-lightgbm.ts';
import type { ReadOptions } from './read-options.ts';
import { HOW_TO_SAVE, refuseOtherFormats, SAVE_LIGHTGBM } from './refuse-format.ts';
import { parseLooseJson } from './xgboost/parse-json.ts';
import { readXgboost } from './xgboost/read-xgboost.ts';

/** A hundred times what people use. */
const MOST_BYTES = 200_000_000;

/**
 * Reads a model that another library made, by what the file says, whatever it is called.
 *
 * @throws {InputError} it is of another kind, and what to do then; or it is damaged, with the place
 */
export async function readModelFile(bytes: Uint8Array, options: ReadOptions): Promise<ImportedModel> {
  const { fileName } = options;
  if (bytes.length === 0) throw new InputError(`${fileName}: expected a model, found an empty file.`);
  if (bytes.length > MOST_BYTES)
    throw new InputError(
      `${fileName}: expected a model of at most ${MOST_BYTES / 1e6} MB, got ${(bytes.length / 1e6).toFixed(0)} MB.`,
    );
  refuseOtherFormats(bytes, fileName);
  const text = decode(bytes, fileName);
  if (text.trimStart().startsWith('{')) return readJson(text, options);
  if (/^tree\r?\n/.test(text) || /^(?:version|num_class|num_tree_per_iteration)=/m.test(text.slice(0, 1000)))
    return readLightgbm(text, options);
  throw new InputError(
    `${fileName}: expected a model as LightGBM’s text, XGBoost’s JSON or the JSON of scorelane_export.py, found other text. ${HOW_TO_SAVE}`,
  );
}

function decode(bytes: Uint8Array, fileName: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new InputError(`${fileName}: expected a model as text in UTF-8, found other bytes. ${HOW_TO_SAVE}`);
  }
}

async function readJson(text: string, options: ReadOptions): Promise<ImportedModel> {
  const { fileName } = options;
  const json = parseLooseJson(text, fileName);
  const format = json.get('format').value;
  if (format === 'scorelane-export/1') {
    // Loaded here: the other formats do not need it.
    const { readScikit } = await import('./scikit/read-scikit.ts');
    return readScikit(json.value);
  }
  if (json.get('learner').isThere) return readXgboost(text, options);
  const found =
    typeof format === 'string' && format.startsWith('scorelane-model/')
      ? 'a model of Scorelane. It need not be imported: scorelane publish takes it'
      : json.get('tree_info').isThere
        ? `LightGBM’s dump_model. Instead, ${SAVE_LIGHTGBM}`
        : Array.isArray(json.get('trees').value) || Array.isArray(json.value)
          ? 'a dump of trees, which lacks what scores them. Save the whole model'
          : `other JSON. ${HOW_TO_SAVE.replace(/\.$/, '')}`;
  throw new InputError(
    `${fileName}: expected XGBoost’s model as JSON, or the JSON of scorelane_export.py, found ${found}.`,
  );
}
