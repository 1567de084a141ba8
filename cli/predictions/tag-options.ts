import { type Command, InvalidArgumentError } from 'commander';
import { explainReference } from '../../lib/reference.ts';

/** What is said of a lead besides its values. */
export interface TagOptions {
  readonly reference?: string;
  readonly metadata?: Readonly<Record<string, string>>;
}

export const addTagOptions = (command: Command): Command =>
  command
    .option(
      '--reference <id>',
      'your own id of the lead, such as that of its CRM: scorelane leads and explain-change ask by it',
      parseReference,
    )
    .option(
      '--metadata <name=text>',
      'a short text to keep beside the lead; may be given several times',
      collectMetadata,
    );

/** @throws {InvalidArgumentError} it can be no reference */
export function parseReference(text: string): string {
  const wrong = explainReference(text);
  if (wrong !== undefined) throw new InvalidArgumentError(`${wrong.replace(/^e/, 'E')}.`);
  return text;
}

function collectMetadata(
  pair: string,
  before: Readonly<Record<string, string>> = {},
): Readonly<Record<string, string>> {
  const [, name, text] = /^([^=]+)=(.*)$/s.exec(pair) ?? [];
  if (name === undefined || text === undefined)
    throw new InvalidArgumentError('Expected a name and a text, such as owner=jana.');
  if (Object.hasOwn(before, name)) throw new InvalidArgumentError(`Expected “${name}” once.`);
  return { ...before, [name]: text };
}
