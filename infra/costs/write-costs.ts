const MARKERS = /<!-- costs -->[\s\S]*<!-- \/costs -->/;

/**
 * The page with these tables between its markers.
 *
 * @throws {Error} it has no markers
 */
export function writeCosts(page: string, tables: string): string {
  if (!MARKERS.test(page)) throw new Error('docs/costs.md: expected <!-- costs --> and <!-- /costs -->');
  return page.replace(MARKERS, () => `<!-- costs -->\n\n${tables}\n\n<!-- /costs -->`);
}
