import type { DeadLetterStore } from './ports.ts';

/** Takes the leads of predictions out of the dead letter that holds them; the rest of the letter stays. */
export async function eraseFromLetter(
  deadLetters: DeadLetterStore,
  letterId: string,
  predictionIds: readonly string[],
): Promise<void> {
  const letter = await deadLetters.get(letterId);
  if (letter === undefined) return;
  const { error: _error, ...kept } = letter;
  await deadLetters.keep({ ...kept, body: withoutItems(letter.body, new Set(predictionIds)) });
}

function withoutItems(body: string, ids: ReadonlySet<string>): string {
  const job = JSON.parse(body) as { items: readonly { readonly id: string }[] };
  return JSON.stringify({ ...job, items: job.items.filter((item) => !ids.has(item.id)) });
}
