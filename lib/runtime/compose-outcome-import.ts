import { importFile } from '../outcomes/import/import-file.ts';
import type { ImportReport } from '../outcomes/import/import-report.ts';
import { parseOutcomeFile } from '../outcomes/import/outcome-file.ts';
import type { World } from '../worlds/world.ts';
import { openWorld } from './open-world.ts';

/** Of the fifteen minutes that the function has: rows that were begun may take some time, and so does the report. */
const WORK_MS = 780_000;

/** An event of EventBridge, as far as it is used. */
export interface NewFileEvent {
  readonly detail: { readonly object: { readonly key: string } };
}

/** Records the outcomes of a new file; resolves to its report, or to what `parseOutcomeFile` says of it. */
export function composeOutcomeImport(
  world: World<'outcomes' | 'files'>,
): (event: NewFileEvent) => Promise<ImportReport | 'none' | 'misplaced'> {
  const [ports, config] = openWorld(world, ['OUTCOME_DAYS']);
  const deps = { ...ports, outcomeDays: config.OUTCOME_DAYS };
  return async ({ detail: { object } }) => {
    const file = parseOutcomeFile(object.key);
    return typeof file === 'string'
      ? file
      : importFile(deps, file, new Date(deps.clock.now().getTime() + WORK_MS));
  };
}
