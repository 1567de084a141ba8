/**
 * The anchors that GitHub gives to headings, in order: lower case, without signs, hyphens for spaces, a number
 * behind what was there before.
 *
 * @example slugger()('`GET /predict/{id}`') // 'get-predictid'
 */
export function slugger(): (heading: string) => string {
  const seen = new Map<string, number>();
  return (heading) => {
    const slug = slugOf(heading);
    let unique = slug;
    let times = seen.get(slug) ?? 0;
    while (seen.has(unique)) {
      times += 1;
      unique = `${slug}-${times}`;
    }
    seen.set(slug, times);
    seen.set(unique, seen.get(unique) ?? 0);
    return unique;
  };
}

/** The anchor of a heading that no other is like. */
export const slugOf = (heading: string): string =>
  textOf(heading)
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, '')
    .replaceAll(' ', '-');

/** What is read of a heading: of links their text, no code marks, no emphasis. */
const textOf = (heading: string): string =>
  heading
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/(?<![\p{L}\p{N}\\])(\*{1,2}|_{1,2})(?=\S)(.+?)(?<=\S)\1(?![\p{L}\p{N}])/gu, '$2')
    .replace(/[`\\]/g, '')
    .trim();
