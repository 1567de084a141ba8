import type { DeadLetter, DeadLetterStore, PredictionStore } from './ports.ts';

interface Deps {
  readonly store: PredictionStore;
  readonly deadLetters: DeadLetterStore;
}

/** Takes the leads of predictions out of the dead letter that holds them; the rest of the letter stays. */
export async function eraseFromLetter(
  { deadLetters }: Pick<Deps, 'deadLetters'>,
  letterId: string,
  predictionIds: readonly string[],
): Promise<void> {
  const letter = await deadLetters.get(letterId);
  const ids = new Set(predictionIds);
  if (letter !== undefined) await keepItems(deadLetters, letter, ({ id }) => !ids.has(id));
}

/**
 * Takes out of a dead letter what it is no evidence of: predictions that were erased, and those that ended otherwise, whose
 * erasure would not find this letter. Letters are read, changed and written, so that one who writes may undo what another has
 * taken out in between: every writer tidies it afterwards, and erased rows stay erased.
 */
export async function tidyLetter({ store, deadLetters }: Deps, letterId: string): Promise<void> {
  for (;;) {
    const letter = await deadLetters.get(letterId);
    if (letter === undefined) return;
    const ids = itemsOf(letter).map(({ id }) => id);
    const rows = await store.getMany(ids, { asOfLastWrite: true });
    const others = new Set(
      ids.filter((_, i) => {
        const row = rows[i];
        return row !== undefined && !(row.status === 'failed' && row.deadLetter === letterId);
      }),
    );
    if (others.size === 0) return;
    await keepItems(deadLetters, letter, ({ id }) => !others.has(id));
  }
}

interface Item {
  readonly id: string;
}

const itemsOf = ({ body }: DeadLetter): readonly Item[] =>
  (JSON.parse(body) as { readonly items: readonly Item[] }).items;

async function keepItems(
  deadLetters: DeadLetterStore,
  { error: _error, ...letter }: DeadLetter,
  isKept: (item: Item) => boolean,
): Promise<void> {
  const job = JSON.parse(letter.body);
  await deadLetters.keep({
    ...letter,
    body: JSON.stringify({ ...job, items: itemsOf(letter).filter(isKept) }),
  });
}
