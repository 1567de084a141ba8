import { InputError } from '../errors.ts';

/** The cursor of a list that ends at a time: the pages behind the first one must end there, too. */
export const writeDatedCursor = (until: Date, cursor: string): string =>
  `${until.getTime().toString(36)}.${cursor}`;

/** @throws {InputError} `writeDatedCursor` did not write it */
export function readDatedCursor(text: string): { readonly until: Date; readonly cursor: string } {
  const [, time, cursor] = /^([0-9a-z]{1,9})\.([\w-]{1,4000})$/.exec(text) ?? [];
  if (time === undefined) throw new InputError('expected the cursor of an earlier page');
  return { until: new Date(Number.parseInt(time, 36)), cursor: cursor! };
}
