import { ARTIFACT_PARTS } from '../../lib/contract/artifact.ts';
import { toJsonSchemas } from '../../lib/contract/components.ts';
import { ARTIFACT_FORMAT } from '../../lib/contract/words.ts';
import { MOST_ARTIFACT_BYTES } from '../../lib/model/decode-artifact.ts';
import { page } from './markdown.ts';
import { renderSchema } from './schema-tables.ts';

/** docs/reference/artifact.md: the schema of a model.json. */
export const renderArtifactReference = (): string =>
  page(
    '`lib/contract/artifact.ts`',
    '# The model artifact',
    [
      `\`model.json\`, \`${ARTIFACT_FORMAT}\`: what \`scorelane train\` writes and everything else reads. JSON in UTF-8, at most`,
      `${MOST_ARTIFACT_BYTES / 1e6} MB. There is no code in it. Each reader checks its size, its shape and every number`,
      '(`lib/model/parse-artifact.ts`), and refuses a `format` or `kind` that it does not know. Unknown members are ignored. Part by part:',
    ].join('\n'),
    ...Object.entries(toJsonSchemas(ARTIFACT_PARTS)).flatMap(([name, schema]) =>
      renderSchema(name, schema, '##'),
    ),
  );
