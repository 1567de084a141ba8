import type { Command } from 'commander';
import { createCommandGroup } from '../options.ts';
import { createCompareCommand } from './compare.ts';
import { createHistoryCommand } from './history.ts';
import { createListCommand } from './list.ts';
import { createPerformanceCommand } from './performance.ts';
import { createPromoteCommand } from './promote.ts';
import { createRollbackCommand } from './rollback.ts';
import { createShowCommand } from './show.ts';
import { createTagCommand } from './tag.ts';

const EXAMPLES = `
Examples:
  $ scorelane models list
  $ scorelane models compare leads@v3 leads@v4
  $ scorelane models performance leads
  $ scorelane models promote leads@v4
  $ scorelane models rollback leads --why "fewer deals since Monday"
  $ scorelane models history leads --as-of 2026-03-01
  $ scorelane models tag leads@v4 1.0 2026-q1

A model is named leads (its champion), leads@v3 (a version), leads@latest (the newest one) or leads@challenger (an alias).`;

export const createModelsCommand = (): Command =>
  createCommandGroup('models')
    .description('published models: list, show, compare, performance, promote, roll back, history, tag')
    .addCommand(createListCommand())
    .addCommand(createShowCommand())
    .addCommand(createCompareCommand())
    .addCommand(createPerformanceCommand())
    .addCommand(createPromoteCommand())
    .addCommand(createRollbackCommand())
    .addCommand(createHistoryCommand())
    .addCommand(createTagCommand())
    .addHelpText('after', EXAMPLES);
