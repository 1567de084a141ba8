import type { DateField, Lead } from '../../../lib/lead/schema.ts';
import type { DatePart, ModelArtifact, NumberPart } from '../../../lib/model/artifact.ts';
import type { CompiledModel } from '../../../lib/model/compile-model.ts';
import { DAYPARTS, datePart, dayNumber } from '../../../lib/model/date-part.ts';
import { type SweptValue, scoreWith } from './sweep-field.ts';

/** One thing that a model sees in a date, and what the lead's probability would be for each of its values. */
export interface SweptPart {
  readonly part: DatePart | NumberPart;
  /** In the calendar's order. */
  readonly values: readonly SweptValue[];
  /** Index of the lead's own; −1: its date is not given. */
  readonly now: number;
}

const DAY_MS = 86_400_000;
const WEEK = 7;
const POINTS = 61;

/**
 * What a lead's probability would be by each part of a date that the model looks at, the other parts as they are as far as
 * the calendar allows: weekdays within one week, months and points in time on one weekday. Exact, because it is scored.
 *
 * @returns one entry per part, in a fixed order; none where the model does not look at the date
 */
export function sweepDate(model: CompiledModel, field: DateField, lead: Lead): readonly SweptPart[] {
  const now = lead[field.name] ?? null;
  const text = now === null ? field.range[1] : String(now);
  const day = dayNumber(text);
  const rest = text.slice(10);
  const score = scoreWith(model, field, lead);
  const at = (swept: readonly SweptValue[], matches: (value: string) => boolean) =>
    now === null ? -1 : swept.findIndex(({ value }) => matches(String(value)));

  return partsOf(model, field.name).map((part): SweptPart => {
    if (part === 'days') {
      const values = daysToShow(field, day).map((one) => score(toText(one) + rest, one));
      return { part, values, now: at(values, (value) => dayNumber(value) === day) };
    }
    const values = datesToShow(part, text, day).map((date, i) => score(date, i));
    return { part, values, now: at(values, (value) => datePart(part, value) === datePart(part, text)) };
  });
}

/** The date fields whose time of day a model looks at. */
export const timedFields = (artifact: ModelArtifact): ReadonlySet<string> =>
  new Set(
    artifact.schema.fields.flatMap(({ name, type }) =>
      type === 'date' && partsOf({ artifact }, name).some((part) => part === 'daypart' || part === 'hour')
        ? [name]
        : [],
    ),
  );

const PARTS = ['days', 'month', 'weekday', 'daypart', 'hour'] as const;

/** What the model's terms and trees make of the field. */
function partsOf(
  { artifact }: Pick<CompiledModel, 'artifact'>,
  feature: string,
): readonly (DatePart | NumberPart)[] {
  const seen = new Set([
    ...artifact.terms.flatMap((term) =>
      term.kind === 'pair'
        ? term.axes.map(({ part }, side) => (term.features[side] === feature ? part : undefined))
        : [term.feature === feature ? term.part : undefined],
    ),
    ...(artifact.trees?.inputs ?? []).map((input) => (input.feature === feature ? input.part : undefined)),
  ]);
  return PARTS.filter((part) => seen.has(part));
}

/** Over the usual range and the lead's own day, all on the weekday of that. */
function daysToShow({ range: [first, last] }: DateField, day: number): number[] {
  const [low, high] = [Math.min(dayNumber(first), day), Math.max(dayNumber(last), day)];
  const [before, after] = [Math.floor((day - low) / WEEK), Math.floor((high - day) / WEEK)];
  const step = Math.max(1, Math.ceil((before + after) / (POINTS - 1)));
  const weeks: number[] = [];
  for (let week = -before; week <= after; week++) if (week % step === 0) weeks.push(week);
  return weeks.map((week) => day + week * WEEK);
}

function datesToShow(part: DatePart, text: string, day: number): string[] {
  const rest = text.slice(10);
  const at = (hour: number) => {
    const clock = `T${String(hour).padStart(2, '0')}`;
    return text.slice(0, 10) + (rest === '' ? `${clock}:00:00` : clock + rest.slice(3));
  };
  if (part === 'hour') return Array.from({ length: 24 }, (_, hour) => at(hour));
  if (part === 'daypart')
    return DAYPARTS.map((daypart, i) => (datePart(part, text) === daypart ? text : at(DAYPART_HOURS[i]!)));
  const weekday = Number(datePart('weekday', text));
  if (part === 'weekday') return Array.from({ length: 7 }, (_, i) => toText(day - weekday + 1 + i) + rest);
  const year = text.slice(0, 4);
  return Array.from({ length: 12 }, (_, month) => {
    // Its own month with its own day; of the others the first day of the same weekday.
    if (month + 1 === Number(text.slice(5, 7))) return text;
    const first = dayNumber(`${year}-${String(month + 1).padStart(2, '0')}-01`);
    const start = Number(datePart('weekday', toText(first)));
    return toText(first + ((weekday - start + WEEK) % WEEK)) + rest;
  });
}

/** Within each part of the day. */
const DAYPART_HOURS = [3, 9, 15, 21];

const toText = (day: number): string => new Date(day * DAY_MS).toISOString().slice(0, 10);
