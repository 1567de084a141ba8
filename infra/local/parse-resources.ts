import { parse, type ScalarTag } from 'yaml';
import type { Resources } from './create-resources.ts';

/** CloudFormation's short forms, as serverless.yml's own parser reads them. */
const TAGS: ScalarTag[] = ['Ref', 'GetAtt', 'Sub'].map((name) => ({
  tag: `!${name}`,
  resolve: (value: string) => ({ [name === 'Ref' ? 'Ref' : `Fn::${name}`]: value }),
}));

/** The resources of one of the template's files, variables as they stand. */
export const parseResources = (text: string): Resources =>
  parse(text, { customTags: TAGS, merge: true }).Resources;
