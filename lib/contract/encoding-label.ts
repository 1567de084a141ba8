/**
 * Whether a word names an encoding of text (WHATWG Encoding, §4.2), such as `utf-8`, `windows-1250` or `latin1`.
 */
export function isEncodingLabel(label: string): boolean {
  try {
    new TextDecoder(label);
    return true;
  } catch {
    return false;
  }
}
