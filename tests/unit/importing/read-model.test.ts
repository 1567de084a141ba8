import { readModelFile } from '../../../lib/importing/read-model.ts';

const read = (bytes: Uint8Array | string, fileName = 'model') =>
  readModelFile(typeof bytes === 'string' ? new TextEncoder().encode(bytes) : bytes, { fileName });

describe('a file of another kind is refused with what to do', () => {
  test.each<[string, Uint8Array | string, string, RegExp]>([
    [
      'a pickle',
      Uint8Array.of(0x80, 4, 0x95, 1),
      'model.bin',
      /found a Python pickle. To import it, run scorelane_export.py/,
    ],
    ['joblib by its name', 'anything', 'pipeline.joblib', /found a Python pickle/],
    [
      'UBJSON of XGBoost',
      '{L\0\0\0\0\0\0\0\x07learner',
      'model.ubj',
      /found an XGBoost model in UBJSON. To import it, save it as JSON/,
    ],
    ['the old binary of XGBoost', 'binf\0\0\0?', 'xgb.model', /old binary format/],
    ['skops', 'PK\x03\x04', 'model.skops', /found a skops file/],
    ['ONNX', Uint8Array.of(8, 7, 18), 'model.onnx', /found an ONNX model/],
    ['CatBoost', 'CBM1xxxx', 'model.cbm', /found a CatBoost model/],
    ['PMML', '<?xml version="1.0"?><PMML/>', 'model.xml', /found PMML/],
    ['gzip', Uint8Array.of(0x1f, 0x8b, 8, 0), 'model.txt.gz', /found a compressed file/],
    ['other bytes', Uint8Array.of(1, 2, 0, 3), 'model', /found a binary file/],
    ['nothing', '', 'model', /found an empty file/],
    ['other text', 'hello\n', 'model.txt', /found other text. Of LightGBM, save it as text/],
    ['a model of ours', '{"format":"scorelane-model/1"}', 'model.json', /scorelane publish takes it/],
    ['dump_model of LightGBM', '{"name":"tree","tree_info":[{}]}', 'm.json', /LightGBM’s dump_model/],
    ['a dump of XGBoost', '[{"nodeid":0}]', 'dump.json', /other text|dump of trees/],
    ['other JSON', '{"a":1}', 'm.json', /found other JSON/],
    ['half a JSON', '{"learner":', 'm.json', /ends early or is damaged/],
    ['no UTF-8', Uint8Array.of(0x74, 0xff, 0xfe), 'm.txt', /found other bytes/],
  ])('%s', async (_, bytes, name, message) => {
    await expect(read(bytes, name)).rejects.toThrow(message);
  });
});
