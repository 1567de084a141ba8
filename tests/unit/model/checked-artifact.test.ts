import { ArtifactError, takeChecked } from '../../../lib/model/checked-artifact.ts';
import { exampleArtifact } from '../../support/example-model.ts';

test('takes what was published as it is', () => {
  const artifact = structuredClone(exampleArtifact());
  expect(takeChecked(artifact)).toBe(artifact);
});

test.each([
  ['a kind that it does not know', { ...exampleArtifact(), kind: 'forest' }, 'of kind "forest"'],
  ['another format', { ...exampleArtifact(), format: 'scorelane-model/2' }, 'got "scorelane-model/2"'],
  ['null', null, 'got undefined of kind undefined'],
])('refuses %s', (_, json, message) => {
  expect(() => takeChecked(json)).toThrow(ArtifactError);
  expect(() => takeChecked(json)).toThrow(message);
});
