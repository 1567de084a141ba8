export interface Declaration {
  readonly name: string;
  /** Of its doc comment, without the signs; empty without one. */
  readonly comment: string;
  /** As it stands in the file, without the doc comment above it. */
  readonly source: string;
}

const START = /^(?:export )?(interface|type|const) (\w+)/;

/**
 * The interfaces, types and constants at the top level of a TypeScript file. It reads lines, as Biome formats them: a
 * declaration starts in the first column and ends where its brackets do.
 */
export function readDeclarations(text: string): Declaration[] {
  const found: Declaration[] = [];
  const lines = text.split('\n');
  let comment: string[] = [];
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at]!;
    if (line.startsWith('/**')) {
      const first = at;
      while (!lines[at]!.endsWith('*/')) at += 1;
      comment = lines.slice(first, at + 1);
      continue;
    }
    const [, kind, name] = START.exec(line) ?? [];
    const end = kind === 'interface' ? /\}$/ : /;$/;
    if (name !== undefined) {
      const first = at;
      let depth = bracketsOf(line);
      while (depth > 0 || !end.test(lines[at]!)) {
        at += 1;
        if (at === lines.length) throw new Error(`${name}: expected the end of its declaration, found none`);
        depth += bracketsOf(lines[at]!);
      }
      found.push({
        name,
        comment: readComment(comment),
        source: lines.slice(first, at + 1).join('\n'),
      });
    }
    comment = [];
  }
  return found;
}

/** How many more are opened than closed in a line of code. */
function bracketsOf(line: string): number {
  const code = stripComments(line).replace(/'[^']*'/g, '');
  return (code.match(/[{([]/g)?.length ?? 0) - (code.match(/[})\]]/g)?.length ?? 0);
}

const stripComments = (source: string): string =>
  source
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/^\s*(\/\*)?\*.*$/gm, '')
    .replace(/\/\/.*$/gm, '');

const readComment = (lines: readonly string[]): string =>
  lines
    .map((line) => line.replace(/^\s*\/?\*{1,2}\/?\s?/, '').replace(/\s*\*\/$/, ''))
    .join('\n')
    .trim();

/** Each member of an object or interface → its doc comment; members without one are not in it. */
export function readMemberComments(source: string): Map<string, string> {
  const comments = new Map<string, string>();
  for (const [, comment, name] of source.matchAll(/^ {2}(\/\*\*[\s\S]*?\*\/)\n {2}(?:readonly )?(\w+)/gm)) {
    comments.set(name!, readComment(comment!.split('\n')).replaceAll('\n', ' '));
  }
  return comments;
}

/** The declaration of this name and all that it needs, in the order in which they stand. */
export function reachableFrom(name: string, declarations: readonly Declaration[]): Declaration[] {
  const reached = new Set([name]);
  for (const each of reached) {
    const declaration = declarations.find((candidate) => candidate.name === each);
    if (declaration !== undefined)
      for (const other of mentionedIn(declaration, declarations)) reached.add(other);
  }
  return declarations.filter((each) => reached.has(each.name));
}

/** The names of other declarations in the code of one. */
export function mentionedIn({ name, source }: Declaration, declarations: readonly Declaration[]): string[] {
  const words = new Set(
    stripComments(source)
      .replace(/'[^']*'/g, '')
      .match(/\w+/g),
  );
  return declarations.map((each) => each.name).filter((each) => each !== name && words.has(each));
}
