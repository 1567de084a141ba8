/**
 * The page with each of these tables between its markers, `<!-- scale: name -->` and `<!-- /scale: name -->`.
 *
 * @throws {Error} it has no markers for one
 */
export function writeTables(page: string, tables: Readonly<Record<string, string>>): string {
  return Object.entries(tables).reduce((text, [name, table]) => {
    const [start, end] = [`<!-- scale: ${name} -->`, `<!-- /scale: ${name} -->`];
    const [from, to] = [text.indexOf(start), text.indexOf(end)];
    if (from < 0 || to < from) throw new Error(`docs/scale.md: expected ${start} and ${end}`);
    return `${text.slice(0, from + start.length)}\n\n${table}\n\n${text.slice(to)}`;
  }, page);
}
