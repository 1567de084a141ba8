/**
 * `Promise.allSettled` over `act` of every item, with at most so many under way: what many at once ask of one store must
 * be answered before their time is over.
 */
export async function settleAll<T, R>(
  items: readonly T[],
  most: number,
  act: (item: T) => Promise<R>,
): Promise<PromiseSettledResult<R>[]> {
  const results: PromiseSettledResult<R>[] = [];
  let next = 0;
  const lane = async () => {
    while (next < items.length) {
      const i = next++;
      [results[i]] = (await Promise.allSettled([act(items[i]!)])) as [PromiseSettledResult<R>];
    }
  };
  await Promise.all(Array.from({ length: Math.min(most, items.length) }, lane));
  return results;
}
