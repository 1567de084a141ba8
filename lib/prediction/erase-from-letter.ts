import type { DeadLetterStore } from './ports.ts';

/** Takes the lead of a prediction out of the dead letter that holds it; the rest of the letter stays. */
export async function eraseFromLetter(
  deadLetters: DeadLetterStore,
  letterId: string,
  predictionId: string,
): Promise<void> {
  const letter = await deadLetters.get(letterId);
  if (letter === undefined) return;
  const { error: _error, ...kept } = letter;
  await deadLetters.keep({ ...kept, body: withoutItem(letter.body, predictionId) });
}

function withoutItem(body: string, id: string): string {
  const job = JSON.parse(body) as { items: readonly { readonly id: string }[] };
  return JSON.stringify({ ...job, items: job.items.filter((item) => item.id !== id) });
}
