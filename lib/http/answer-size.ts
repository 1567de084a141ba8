/**
 * How much an answer may hold. Lambda refuses to hand over more than 6,291,556 bytes, after all the work was done, and the
 * client gets a 5xx. What counts is the whole answer as JSON, in which the body is text: every quote and backslash of it
 * takes two bytes, and bytes that are no text go as base64. So everything here is measured as it is sent.
 *
 * More than this is answered with a problem: the last line, for what no page bounds.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
 */
export const MOST_ANSWER_BYTES = 5_500_000;

/** What a list fills at most, but for a single item that is larger. */
export const PAGE_BYTES = 3_000_000;

/** Bytes of a text in an answer. */
export const sentBytes = (text: string): number => Buffer.byteLength(JSON.stringify(text)) - 2;

/**
 * The first of some items that fit into a page together; at least one, if there is any, so that a client gets on.
 *
 * @param items made one by one: those that do not fit are not made, but for the first of them
 * @param bytesOf what a text takes where the page goes
 */
export function fillPage<T>(items: Iterable<T>, most = PAGE_BYTES, bytesOf = sentBytes): T[] {
  const page: T[] = [];
  let bytes = 0;
  for (const item of items) {
    bytes += bytesOf(JSON.stringify(item)) + 1;
    if (bytes > most && page.length > 0) break;
    page.push(item);
  }
  return page;
}
