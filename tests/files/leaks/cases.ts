import type { FileCase } from '../file-case.ts';

export const cases: readonly FileCase[] = [
  {
    file: 'stage.csv',
    shows: 'has a stage of the deal, whose words tell the outcome',
    rows: 60,
    suspects: ['stage'],
  },
  {
    file: 'closed-on.csv',
    shows: 'has a date that is filled only for leads that converted',
    rows: 60,
    suspects: ['closed_on'],
  },
  {
    file: 'price-zero.csv',
    shows: 'has a number whose zero means “not converted”, for a fifth of those that did, too',
    rows: 60,
    suspects: ['price'],
  },
  {
    file: 'lost-reason.csv',
    shows: 'has a column that is filled only for leads that did not convert',
    rows: 60,
    suspects: ['lost_reason'],
  },
  {
    file: 'comma-names.csv',
    shows: 'names a leak with quotation marks, beside a column with a comma',
    rows: 60,
    suspects: ['deal "won"'],
  },
  { file: 'time-on-site.csv', shows: 'has an honest strong number', rows: 60, suspects: [] },
  {
    file: 'interest-rate.csv',
    shows: 'has a rate of the month, which moves with the share that converts',
    rows: 60,
    suspects: [],
  },
  { file: 'last-outcome.csv', shows: 'tells how the last time ended, honestly', rows: 60, suspects: [] },
  {
    file: 'phone.csv',
    shows: 'has a column that leads fill in twice as often when they mean it',
    rows: 60,
    suspects: [],
  },
  {
    file: 'few-pure.csv',
    shows: 'has an agent of three leads, all of whom converted: chance',
    rows: 60,
    suspects: [],
  },
];
