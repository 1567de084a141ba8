/**
 * References in paths. API Gateway's HTTP APIs decode a path once before a function gets it as `rawPath`, and cut it off at a
 * `?` that appears then; other hosts hand it over as it came. So `/leads/a%2Fb` comes as `/leads/a/b` or as it is, and both
 * must lead to “a/b”.
 */
const LEADS = '/leads/';
const EXPORT = '/export';

/** What no percent-encoded segment of a path holds (RFC 3986 §3.3): a text with it was decoded already. */
const DECODED = /[^\w.~!$&'()*+,;=:@%-]|%(?![\da-f]{2})/i;

/**
 * The path with its reference percent-encoded once, whether it was decoded before or not.
 *
 * A text that was decoded and still looks encoded, such as the reference “50%25”, cannot be told from one that was not: it is
 * decoded once more. Callers encode such references twice (`leadPath`).
 */
export function encodeLeadPath(path: string): string {
  if (!path.startsWith(LEADS)) return path;
  const end = path.endsWith(EXPORT) ? path.length - EXPORT.length : path.length;
  // “/leads/export” is about a lead of that name.
  const [reference, rest] =
    end > LEADS.length ? [path.slice(LEADS.length, end), path.slice(end)] : [path.slice(LEADS.length), ''];
  return DECODED.test(reference) ? LEADS + encodeURIComponent(reference) + rest : path;
}

/** What a path that is decoded on its way would not bring, or not as the same reference. */
const ENCODED_TWICE = /[%/?\\]|^\.{1,2}$/;

/**
 * The path of a lead, on every host: a reference that would not survive being decoded on its way is encoded twice.
 *
 * @example leadPath('00Q5e') // '/leads/00Q5e'
 * @example leadPath('a/b') // '/leads/a%252Fb'
 */
export function leadPath(reference: string): string {
  const once = encodeURIComponent(reference).replace(/^\.{1,2}$/, (dots) => dots.replaceAll('.', '%2E'));
  return LEADS + (ENCODED_TWICE.test(reference) ? encodeURIComponent(once) : once);
}
