import { useEffect } from 'preact/hooks';
import type { Client, Training } from '../../../lib/client/index.ts';

const EVERY_MS = 2000;

export const isOpen = ({ status }: Training): boolean => status === 'queued' || status === 'running';

/**
 * Asks again for the trainings that are not done, one after the other, as long as somebody looks at them.
 *
 * @param active whether the list is there and looked at
 * @param onTraining told how a training is now
 * @param onTrouble told why one cannot be asked; none is then, before the list is read again
 */
export function useRefresh(
  active: boolean,
  runs: readonly Training[],
  client: Client,
  onTraining: (run: Training) => void,
  onTrouble: (error: unknown) => void,
): void {
  const open = runs
    .filter(isOpen)
    .map(({ training_id }) => training_id)
    .join();
  useEffect(() => {
    if (!active || open === '') return;
    const left = new AbortController();
    const { signal } = left;
    let timer: ReturnType<typeof setTimeout>;
    const ask = async () => {
      try {
        // A tab in the background keeps its timers; nobody needs their answers.
        for (const id of document.hidden ? [] : open.split(',')) {
          const run = await client.getTraining(id, { signal });
          if (!signal.aborted) onTraining(run);
        }
      } catch (error) {
        if (!signal.aborted) onTrouble(error);
        return;
      }
      if (!signal.aborted) timer = setTimeout(ask, EVERY_MS);
    };
    timer = setTimeout(ask, EVERY_MS);
    return () => {
      left.abort();
      clearTimeout(timer);
    };
  }, [active, open, client]);
}
