import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { slugger } from './slug.ts';

export interface DeadLink {
  /** Path of the Markdown file, from the root. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly target: string;
  readonly why: string;
}

/**
 * The links within the repository that lead nowhere: to a file or folder that is not there, out of the repository, or to
 * a heading that a page has not; and paths of source files that are named and not there. Links to other hosts are not looked at.
 *
 * @param files Markdown files, paths from the root
 */
export function findDeadLinks(root: string, files: readonly string[]): DeadLink[] {
  const texts = new Map<string, string>();
  const read = (file: string): string => {
    const text = texts.get(file) ?? readFileSync(join(root, file), 'utf8');
    texts.set(file, text);
    return text;
  };
  return files.flatMap((file) => {
    const links = listLinks(read(file)).flatMap(({ line, target }) => {
      const why = explainDeath(root, file, target, read);
      return why === undefined ? [] : [{ file, line, target, why }];
    });
    // What changes and decisions of the past say was true then.
    const isHistory = /^CHANGELOG\.md$|^docs\/adr\//.test(file);
    const paths = (isHistory ? [] : listPaths(read(file))).filter(
      ({ target }) => !existsSync(join(root, target)),
    );
    return [...links, ...paths.map((path) => ({ file, ...path, why: 'there is no such file' }))];
  });
}

function explainDeath(
  root: string,
  file: string,
  target: string,
  read: (file: string) => string,
): string | undefined {
  if (/^([a-z][a-z\d+.-]*:|\/\/)/i.test(target)) return undefined;
  const [, encoded, anchor] = /^([^?#]*)[^#]*(?:#(.*))?$/.exec(target)!;
  let path: string;
  try {
    path = decodeURIComponent(encoded!);
  } catch {
    return 'its address is not encoded as one';
  }
  const full =
    path === '' ? join(root, file) : join(path.startsWith('/') ? root : join(root, dirname(file)), path);
  const found = relative(root, full);
  if (found === '..' || found.startsWith(`..${sep}`)) return 'it leads out of the repository';
  if (!existsSync(full)) return 'there is no such file';
  if (anchor === undefined || !found.endsWith('.md')) return undefined;
  return listAnchors(read(found)).has(anchor) ? undefined : `${found} has no such heading`;
}

/** The targets of links and images, with their lines; what stands in code is none. */
export function listLinks(markdown: string): { readonly line: number; readonly target: string }[] {
  return readLines(markdown).flatMap((text, i) =>
    [...withoutCode(text).matchAll(LINK)].map((match) => ({
      line: i + 1,
      target: (match[1] ?? match[2] ?? match[3] ?? match[4])!,
    })),
  );
}

/** Source files and folders that are named in code, such as `lib/lead/`, with their lines. */
export function listPaths(markdown: string): { readonly line: number; readonly target: string }[] {
  return readLines(markdown).flatMap((text, i) =>
    [...text.matchAll(PATH)].map(([, target]) => ({ line: i + 1, target: target! })),
  );
}

const PATH = /(?<!`)`((?:functions|lib|cli|web|infra|tools|tests|bench)\/[\w./-]*)`(?!`)/g;

/** `](target)` and `](<target>)`, `[name]: target`, `href` and `src` of HTML. */
const LINK =
  /\]\(\s*(?:<([^>]*)>|([^\s()]*(?:\([^\s()]*\)[^\s()]*)*))(?:\s+["'(][^)]*)?\)|^ {0,3}\[[^\]]+\]:\s*(\S+)|<(?:a|img)\b[^>]*?\b(?:href|src)="([^"]*)"/g;

const withoutCode = (line: string): string => line.replace(/(`+)(?!`)[\s\S]*?(?<!`)\1(?!`)/g, '``');

function listAnchors(markdown: string): Set<string> {
  const slug = slugger();
  const anchors = new Set<string>();
  for (const line of readLines(markdown)) {
    const heading = /^ {0,3}#{1,6}\s+(.*?)\s*#*$/.exec(line)?.[1];
    if (heading !== undefined) anchors.add(slug(heading));
    for (const [, id] of line.matchAll(/<[a-z]+\b[^>]*?\b(?:id|name)="([^"]+)"/g)) anchors.add(id!);
  }
  return anchors;
}

/** Its lines; those of code blocks and comments are empty. */
function readLines(markdown: string): string[] {
  let fence: string | undefined;
  return markdown
    .replace(/<!--[\s\S]*?-->/g, (comment) => comment.replace(/[^\n]/g, ''))
    .split(/\r?\n/)
    .map((line) => {
      const mark = /^\s*(`{3,}|~{3,})/.exec(line)?.[1];
      if (fence === undefined) {
        if (mark === undefined) return line;
        fence = mark;
      } else if (mark?.startsWith(fence)) fence = undefined;
      return '';
    });
}
