import type { ModelArtifact } from '../model/artifact.ts';

/** What an exported file was made of. */
export interface Source {
  readonly artifact: ModelArtifact;
  /** Of the bytes of `model.json`: the model's identity. */
  readonly sha256: string;
  /** Of Scorelane. */
  readonly version: string;
}

/** What is drawn as nothing, or as another line or direction. */
export const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]|(?! )\p{Zs}/u;

/** A name within a comment: it stays in its line, and reads as it is written. */
export const inComment = (name: string): string =>
  name
    .toWellFormed()
    .replace(
      /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\\]/gu,
      (character) => `\\u{${character.codePointAt(0)!.toString(16)}}`,
    );

/** Sentences for the head of the file. */
export const describeSource = ({ artifact, sha256, version }: Source): string[] => [
  `Model “${inComment(artifact.name)}”, trainer ${inComment(artifact.trainer)}, made ${inComment(artifact.created_at)}.`,
  `SHA-256 of its model.json: ${sha256}.`,
  `Written by scorelane ${version}, \`scorelane export\`. Do not edit: export again.`,
];
