import { setTimeout } from 'node:timers/promises';

/**
 * Asks again and again until there is an answer, and gives it.
 *
 * @param ask resolves to undefined as long as the condition does not hold
 * @throws after the deadline, naming what was waited for
 */
export async function until<T>(
  what: string,
  ask: () => Promise<T | undefined>,
  withinMs = 45_000,
): Promise<T> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (Date.now() > deadline) throw new Error(`waited in vain for ${what}`);
    await setTimeout(20);
  }
}
