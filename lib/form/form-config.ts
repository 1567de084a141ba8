import type { LeadValue } from '../lead/schema.ts';

/** The page's views. */
export const VIEWS = ['score', 'batch', 'model', 'recent', 'lead', 'trainings'] as const;
export type View = (typeof VIEWS)[number];

/**
 * What a team says of its form, in `form.config.yml`: how the fields are told and arranged, never what they are; that
 * is in the lead schema alone. Names are snake_case, because the types mirror the file.
 */
export interface FormConfig {
  readonly title?: string;
  /** A sentence below the title. */
  readonly intro?: string;
  /** BCP 47, such as `de` or `pt-BR`: of the title and the labels; numbers are written its way. */
  readonly language?: string;
  /** The views of the page that are shown; all of them unless told otherwise. */
  readonly views?: readonly View[];
  /** The fields that come first; the others follow in the schema's order. */
  readonly order?: readonly string[];
  /** Instead of `order`: fields under titles; the others follow without one. */
  readonly groups?: readonly FormGroup[];
  readonly fields?: Readonly<Record<string, FieldConfig>>;
  /** The form's own words, where others than the English ones are wanted. */
  readonly words?: Readonly<Partial<Record<Word, string>>>;
}

interface FormGroup {
  readonly title: string;
  readonly fields: readonly string[];
}

interface FieldConfig {
  readonly label?: string;
  readonly help?: string;
  readonly unit?: string;
  /** Not shown; its default is sent. */
  readonly hidden?: boolean;
  /** What stands in the field at first. */
  readonly default?: LeadValue;
}

/** The form's own words. */
export const WORDS = {
  submit: 'Score this lead',
  busy: 'Scoring …',
  example: 'Fill in an example',
  clear: 'Clear',
  required: 'required',
  not_known: 'Not known',
  yes: 'Yes',
  no: 'No',
  others: 'More',
  link: 'Link with these values',
} as const;
export type Word = keyof typeof WORDS;
