import { readFileSync } from 'node:fs';

/** The text of `scorelane_export.py`, which runs where a pickle was made. The package has a copy beside its chunks. */
export const readExporter = (): string =>
  readFileSync(new URL('../../clients/python/scorelane_export.py', import.meta.url), 'utf8');
