import { JSON_SHAPES, WITHOUT_JSON } from '../../../cli/json-shapes.ts';
import { listExamples, listLeaves, optionsOf } from '../../support/list-commands.ts';

const leaves = listLeaves();

test('every command prints JSON of a shape that is declared, or is named as one without', () => {
  expect([...Object.keys(JSON_SHAPES), ...WITHOUT_JSON].toSorted()).toEqual(leaves.toSorted());
});

test.each(leaves.filter((path) => !WITHOUT_JSON.includes(path)))('scorelane %s has --json', (path) => {
  expect(optionsOf(path)).toContain('--json');
});

test('every command has an example', () => {
  const shown = new Set(listExamples().map(({ path }) => path));
  expect(leaves.filter((path) => !shown.has(path) && path !== 'complete')).toEqual([]);
});
