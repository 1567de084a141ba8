import * as z from 'zod/mini';
import { EXPECTED_SETTINGS, SETTINGS_SHAPE } from '../../../lib/contract/training-options.ts';
import { explainIssues } from '../../../lib/trainings/training-options.ts';

const explain = (body: object) =>
  explainIssues(z.strictObject(SETTINGS_SHAPE).safeParse(body).error!.issues as never, EXPECTED_SETTINGS);

test.each([
  [
    { columns: { zip: { typ: 'number' } } },
    'columns.zip.typ',
    'did you mean “type”? expected an object of type, form, missing, merge_case, required, drop',
  ],
  [
    { columns: { zip: { type: 'nmber' } } },
    'columns.zip.type',
    expect.stringContaining('type, form, missing'),
  ],
  [{ columns: 'zip' }, 'columns', expect.stringContaining('expected an object of columns')],
  [{ colums: {} }, 'colums', expect.stringMatching(/^did you mean “columns”\? /)],
])('what is wrong with %j is explained where it stands', (body, field, message) => {
  expect(explain(body)).toEqual([{ field, message }]);
});
