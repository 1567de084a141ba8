/**
 * A UUID of version 7 (RFC 9562): its first 48 bits are the time, so that ids sort as they were created.
 *
 * @param random a UUID, or any text of 20 hexadecimal digits or more at its end; the same gives the same id
 */
export function timeOrderedId(at: Date, random: string): string {
  const time = at.getTime().toString(16).padStart(12, '0');
  const hex = random.replaceAll('-', '').slice(-20);
  const variant = ((Number.parseInt(hex[3]!, 16) & 0x3) | 0x8).toString(16);
  return [
    time.slice(0, 8),
    time.slice(8),
    `7${hex.slice(0, 3)}`,
    `${variant}${hex.slice(4, 7)}`,
    hex.slice(7, 19),
  ].join('-');
}
