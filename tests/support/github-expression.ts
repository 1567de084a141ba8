import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What expressions may ask for: `inputs`, `vars`, `steps`, … */
export type Contexts = Readonly<Record<string, unknown>>;

/** `inputs.role-arn`, `needs.*.result`; not within quotes. */
const REFERENCE =
  /'(?:[^']|'')*'|\b(inputs|vars|secrets|steps|needs|env|github|matrix|runner)((?:\.[\w*-]+)+)/g;

/**
 * The value of a GitHub expression, for the part of the language that our workflows use: `||`, `&&`, `!`, `==`, `!=`, strings,
 * and the functions contains, format, hashFiles, join, always, failure, success.
 *
 * @param state whether a step before failed, and where files are looked for
 * @throws {Error} this does not know the expression
 */
export function evaluate(
  expression: string,
  contexts: Contexts,
  state: { readonly failed: boolean; readonly workspace: string },
): unknown {
  const script = expression.replace(REFERENCE, (whole, root?: string, path?: string) =>
    root === undefined
      ? JSON.stringify(whole.slice(1, -1).replaceAll("''", "'"))
      : `get(${JSON.stringify(`${root}${path}`)})`,
  );
  const functions = {
    get: (path: string) => find(contexts, path.split('.')),
    // GitHub ignores case here.
    contains: (searched: unknown, item: unknown) =>
      Array.isArray(searched)
        ? searched.includes(item)
        : String(searched).toLowerCase().includes(String(item).toLowerCase()),
    format: (text: string, ...values: unknown[]) =>
      text.replace(/\{(\d)\}/g, (_, i) => String(values[Number(i)] ?? '')),
    hashFiles(file: string) {
      const path = join(state.workspace, file);
      return existsSync(path) ? createHash('sha256').update(readFileSync(path)).digest('hex') : '';
    },
    join: (values: readonly unknown[], separator: string) => values.join(separator),
    always: () => true,
    failure: () => state.failed,
    success: () => !state.failed,
  };
  return new Function(...Object.keys(functions), `return (${script});`)(...Object.values(functions));
}

/** What does not exist is the empty text, as with GitHub. */
function find(value: unknown, [name, ...rest]: readonly string[]): unknown {
  if (name === undefined) return value ?? '';
  if (name === '*') return Object.values(value ?? {}).map((each) => find(each, rest));
  return find((value as Record<string, unknown> | undefined)?.[name], rest);
}

/** A text with its `${{ }}` replaced. */
export const fillIn = (text: unknown, contexts: Contexts, state: Parameters<typeof evaluate>[2]): string =>
  String(text).replace(/\$\{\{(.*?)\}\}/gs, (_, expression: string) =>
    String(evaluate(expression.trim(), contexts, state) ?? ''),
  );
