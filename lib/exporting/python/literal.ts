/**
 * A value of JSON as a literal of Python, in ASCII, so that nothing in it can end the literal or be drawn as something else.
 *
 * @param indent of the lines, if lists of lists and objects get a line per member
 */
export function pythonLiteral(value: unknown, indent?: string): string {
  if (value === null || value === undefined) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'number') return pythonNumber(value);
  if (typeof value === 'string') return pythonText(value);
  const isList = Array.isArray(value);
  const members = isList
    ? value.map((each) => pythonLiteral(each, deeper(indent)))
    : Object.entries(value).map(
        ([name, each]) => `${pythonText(name)}: ${pythonLiteral(each, deeper(indent))}`,
      );
  const [open, close] = isList ? ['[', ']'] : ['{', '}'];
  const isFlat = indent === undefined || Object.values(value).every((each) => typeof each !== 'object');
  if (isFlat || members.length === 0) return `${open}${members.join(', ')}${close}`;
  return `${open}\n${members.map((each) => `${indent} ${each},`).join('\n')}\n${indent}${close}`;
}

const deeper = (indent: string | undefined): string | undefined =>
  indent === undefined ? undefined : `${indent} `;

/** Python reads a number without a point as a whole one, of any size; both compute alike below 2⁵³. */
const pythonNumber = (x: number): string => {
  if (!Number.isFinite(x)) return `float("${x > 0 ? '' : '-'}inf")`;
  return Number.isInteger(x) && Math.abs(x) >= 2 ** 53 ? `${x.toExponential()}` : String(x);
};

function pythonText(text: string): string {
  let literal = '';
  for (const character of text) {
    const code = character.codePointAt(0)!;
    if (character === '"' || character === '\\') literal += `\\${character}`;
    else if (code >= 0x20 && code < 0x7f) literal += character;
    else literal += code > 0xffff ? `\\U${hex(code, 8)}` : `\\u${hex(code, 4)}`;
  }
  return `"${literal}"`;
}

const hex = (code: number, digits: number): string => code.toString(16).padStart(digits, '0');
