import { InputError } from '../errors.ts';

const LIGHTGBM =
  'save it as text: booster.save_model("model.txt"); of an LGBMClassifier: model.booster_.save_model("model.txt")';
const XGBOOST = 'save it as JSON: model.save_model("model.json")';
const EXPORT =
  'run scorelane_export.py where the file was made, and import the JSON that it writes; nothing but that machine needs to trust the file';

interface Format {
  readonly what: string;
  readonly advice: string;
  readonly isIt: (bytes: Uint8Array, name: string) => boolean;
}

const startsWith = (bytes: Uint8Array, start: string): boolean =>
  [...start].every((letter, i) => bytes[i] === letter.charCodeAt(0));

/** What people have in place of a file that can be read; those that are told by their bytes come first. */
const FORMATS: readonly Format[] = [
  {
    what: 'an XGBoost model in UBJSON',
    advice: XGBOOST,
    isIt: (bytes, name) => startsWith(bytes, '{L') || (startsWith(bytes, '{') && name.endsWith('.ubj')),
  },
  {
    what: 'an XGBoost model in its old binary format',
    advice: XGBOOST,
    isIt: (bytes) => startsWith(bytes, 'binf') || startsWith(bytes, 'bs64'),
  },
  {
    what: 'a Python pickle',
    advice: EXPORT,
    isIt: (bytes, name) =>
      (bytes[0] === 0x80 && bytes[1]! >= 2 && bytes[1]! <= 5) || /\.(pkl|pickle|joblib|sav|dill)$/.test(name),
  },
  {
    what: 'a CatBoost model',
    advice: 'CatBoost models cannot be imported',
    isIt: (bytes) => startsWith(bytes, 'CBM1'),
  },
  {
    what: 'a skops file',
    advice: EXPORT,
    isIt: (bytes, name) => startsWith(bytes, 'PK') && !/\.(xlsx|pt|pth|keras|zip)$/.test(name),
  },
  {
    what: 'an ONNX model',
    advice: `ONNX keeps neither columns nor covers: ${EXPORT}`,
    isIt: (_, name) => name.endsWith('.onnx'),
  },
  {
    what: 'a neural network',
    advice: 'Neural networks cannot be imported, as their reasons are not exact',
    isIt: (bytes, name) => startsWith(bytes, '\x89HDF') || /\.(h5|keras|pt|pth|safetensors)$/.test(name),
  },
  {
    what: 'PMML',
    advice: EXPORT,
    isIt: (bytes, name) => name.endsWith('.pmml') || startsWith(bytes, '<?xml'),
  },
  {
    what: 'a compressed file',
    advice: `unpack it; where it is a joblib file, ${EXPORT}`,
    isIt: (bytes) =>
      (bytes[0] === 0x1f && bytes[1] === 0x8b) || bytes[0] === 0x78 || startsWith(bytes, 'BZh'),
  },
  {
    what: 'a binary file',
    advice: `Of LightGBM, ${LIGHTGBM}. Of XGBoost, ${XGBOOST}. Of scikit-learn, ${EXPORT}`,
    isIt: (bytes) => bytes.subarray(0, 1024).includes(0),
  },
];

export const HOW_TO_SAVE = `Of LightGBM, ${LIGHTGBM}. Of XGBoost, ${XGBOOST}. Of scikit-learn, ${EXPORT}.`;
export const SAVE_LIGHTGBM = LIGHTGBM;

/** @throws {InputError} the file is one of those that others have, and what to do then */
export function refuseOtherFormats(bytes: Uint8Array, fileName: string): void {
  const found = FORMATS.find(({ isIt }) => isIt(bytes, fileName.toLowerCase()));
  if (found === undefined) return;
  throw new InputError(
    `${fileName}: expected a model as LightGBM’s text, XGBoost’s JSON or the JSON of scorelane_export.py, found ${found.what}. To import it, ${found.advice}.`,
  );
}
