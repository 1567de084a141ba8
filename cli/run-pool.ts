/**
 * Works on the items, so many at a time, in their order. The first failure ends it: no new item is begun, those that
 * were begun are waited for.
 */
export async function runPool<T>(
  items: readonly T[],
  atATime: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  let next = 0;
  let failed = false;
  const worker = async () => {
    while (!failed && next < items.length) {
      try {
        await work(items[next++]!);
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  };
  const done = await Promise.allSettled(Array.from({ length: atATime }, worker));
  const rejected = done.find((result) => result.status === 'rejected');
  if (rejected !== undefined) throw rejected.reason;
}
