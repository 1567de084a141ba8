import { ARTIFACT_FORMAT } from '../../lib/contract/words.ts';
import { MOST_ARTIFACT_BYTES } from '../../lib/model/decode-artifact.ts';
import { type Declaration, mentionedIn, reachableFrom, readDeclarations } from './declarations.ts';
import { fenced, page, prose } from './markdown.ts';
import { slugOf } from './slug.ts';

/** docs/reference/artifact.md: the types of a model.json, with their comments. */
export function renderArtifactReference(sources: readonly string[]): string {
  const declarations = reachableFrom('ModelArtifact', sources.flatMap(readDeclarations));
  return page(
    '`lib/model/artifact.ts` and `lib/lead/schema.ts`',
    '# The model artifact',
    [
      `\`model.json\`, \`${ARTIFACT_FORMAT}\`: what \`scorelane train\` writes and everything else reads. JSON in UTF-8, at most`,
      `${MOST_ARTIFACT_BYTES / 1e6} MB. There is no code in it. Whoever reads one checks its size, its shape and every number`,
      '(`lib/model/parse-artifact.ts`), and refuses a `format` or `kind` that it does not know. Member by member, as TypeScript:',
    ].join('\n'),
    ...declarations.flatMap((declaration) => renderDeclaration(declaration, declarations)),
  );
}

function renderDeclaration(declaration: Declaration, all: readonly Declaration[]): string[] {
  const mentioned = mentionedIn(declaration, all);
  return [
    `## ${declaration.name}`,
    prose(declaration.comment),
    fenced('ts', declaration.source.replace(/^export /, '')),
    mentioned.length === 0 ? '' : mentioned.map((name) => `[${name}](#${slugOf(name)})`).join(' · '),
  ];
}
