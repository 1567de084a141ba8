/**
 * What `act` makes of every item, in their order, with at most so many under way: what many at once ask of one store must
 * be answered before their time is over.
 *
 * @param onFailure `finish`: the others are done all the same; `stop`: no new one is begun. Either way those under way are
 *   waited for
 * @throws the failure of the first item that failed
 */
export async function forAll<T, R>(
  items: readonly T[],
  most: number,
  act: (item: T) => Promise<R>,
  onFailure: 'finish' | 'stop' = 'finish',
): Promise<R[]> {
  const results: R[] = [];
  const failures: { readonly at: number; readonly error: unknown }[] = [];
  let next = 0;
  const lane = async () => {
    while (next < items.length && (failures.length === 0 || onFailure === 'finish')) {
      const at = next++;
      try {
        results[at] = await act(items[at]!);
      } catch (error) {
        failures.push({ at, error });
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(most, items.length) }, lane));
  const [first] = failures.sort((a, b) => a.at - b.at);
  if (first !== undefined) throw first.error;
  return results;
}
