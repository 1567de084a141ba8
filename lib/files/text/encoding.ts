/** The label of an encoding, in any of its spellings (WHATWG Encoding, §4.2): `utf-8`, `latin1`, `windows-1250`. */
export type Encoding = string;

/** The one name of an encoding: `latin1` → `windows-1252`, its superset, as every browser reads it. */
export const encodingOf = (label: Encoding): string => new TextDecoder(label).encoding;

const NAMES: Readonly<Record<string, string>> = {
  macintosh: 'Mac Roman',
  shift_jis: 'Shift JIS',
  gb18030: 'GB 18030',
  big5: 'Big5',
};

/** As people write it. */
export const nameOfEncoding = (label: Encoding): string => {
  const encoding = encodingOf(label);
  return (
    NAMES[encoding] ??
    (encoding.startsWith('windows')
      ? encoding.replace('w', 'W')
      : encoding.toUpperCase().replace('UTF-16LE', 'UTF-16').replace('UTF-16BE', 'UTF-16 (big endian)'))
  );
};

/** Every byte is a character, the first 128 those of ASCII: a file can be read from any place. */
export const isSingleByte = (label: Encoding): boolean =>
  /^(?:windows-|iso-8859-|koi8|macintosh|x-mac|ibm866)/.test(encodingOf(label));

export const isUtf8Label = (label: Encoding): boolean => encodingOf(label) === 'utf-8';
