import { type CallOptions, type Requester, withQuery } from './requester.ts';

/** How an answer names the page that follows; `next` is the name of earlier releases. */
interface Paged {
  readonly next_cursor?: string | null;
  readonly next?: string | null;
}

/**
 * A list of the API: awaited it is one page; iterated it is all of them, each requested when it is reached.
 *
 * @example
 * for await (const { predictions } of client.listPredictions({ reference: '00Q5e' })) use(predictions);
 */
export interface Pages<P> extends Promise<P>, AsyncIterable<P> {}

/**
 * @param path that lists
 * @param query of the first page; those that follow have the same, and their cursor
 */
export function listPages<P extends Paged>(
  { get }: Requester,
  path: string,
  query: Readonly<Record<string, string | number | undefined>>,
  options: CallOptions,
): Pages<P> {
  const read = (more: Readonly<Record<string, string>> = {}) =>
    get<P>(withQuery(path, { ...query, ...more }), options);
  return {
    // biome-ignore lint/suspicious/noThenProperty: it is awaited for one page
    then: (onPage, onError) => read().then(onPage, onError),
    catch: (onError) => read().catch(onError),
    finally: (onEnd) => read().finally(onEnd),
    [Symbol.toStringTag]: 'Pages',
    async *[Symbol.asyncIterator]() {
      for (let page = await read(); ; ) {
        yield page;
        const following = nextOf(page);
        if (following === undefined) return;
        page = await read(following);
      }
    },
  };
}

/** A cursor is sent by the name that belongs to the one it was answered by: another release may not know the other. */
function nextOf({ next_cursor: cursor, next: after }: Paged): Record<string, string> | undefined {
  if (typeof cursor === 'string') return { cursor };
  return cursor === undefined && typeof after === 'string' ? { after } : undefined;
}
