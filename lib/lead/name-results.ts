/** The columns that scoring adds. */
export const NEW_COLUMNS = ['probability', 'score', 'grade', 'reason_1', 'reason_2', 'reason_3'] as const;
/** The names that scoring adds to an object. */
export const NEW_NAMES = ['probability', 'score', 'grade', 'reasons'] as const;

const PREFIX = 'scorelane_';

/**
 * What scoring calls the columns that it adds: where a file has a column of the name, with a prefix, as often as that is
 * taken, too.
 *
 * @param taken the names of the file
 * @example
 * nameResults(['score', 'grade'], ['visits', 'score']); // ['scorelane_score', 'grade']
 */
export function nameResults(added: readonly string[], taken: Iterable<string>): string[] {
  const names = new Set(taken);
  return added.map((name) => {
    let free = name;
    while (names.has(free)) free = PREFIX + free;
    names.add(free);
    return free;
  });
}

/** Tells which columns are called otherwise than usual. @param named as `nameResults` gives them */
export function noteRenamed(added: readonly string[], named: readonly string[]): string[] {
  return added.flatMap((name, i) =>
    named[i] === name ? [] : [`the file has “${name}” itself: what scoring adds is called “${named[i]}”`],
  );
}

/** Told at training, when there is still time to rename a column. */
export function noteTakenNames(names: readonly string[]): string[] {
  const ours: ReadonlySet<string> = new Set([...NEW_COLUMNS, ...NEW_NAMES]);
  const taken = names.filter((name) => ours.has(name));
  if (taken.length === 0) return [];
  const named = taken.map((name) => PREFIX + name);
  return [
    `scoring adds ${quote(taken)}, which ${taken.length === 1 ? 'is a column' : 'are columns'} of this file: in scored files ours ${taken.length === 1 ? 'is' : 'are'} called ${quote(named)}`,
  ];
}

const quote = (names: readonly string[]): string => names.map((name) => `“${name}”`).join(', ');
