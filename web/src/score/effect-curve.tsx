import type { DateField, Field, Lead, LeadValue } from '../../../lib/lead/schema.ts';
import type { CompiledModel } from '../../../lib/model/compile-model.ts';
import { datePart } from '../../../lib/model/date-part.ts';
import { labelOf } from '../../../lib/model/sentences.ts';
import { number, percent } from '../parts/format.ts';
import { Bars } from './bars.tsx';
import { Curve } from './curve.tsx';
import { type SweptPart, sweepDate } from './sweep-date.ts';
import { sweepField } from './sweep-field.ts';

interface Props {
  readonly model: CompiledModel;
  readonly field: Field;
  readonly lead: Lead;
}

/** How the lead's probability moves with one field, all else as it is. */
export function EffectCurve({ model, field, lead }: Props) {
  if (field.type === 'date') return <DateEffect model={model} field={field} lead={lead} />;
  const swept = sweepField(model, field, lead);
  const now = lead[field.name] ?? null;
  const title = `Probability by ${labelOf(field)}, all else alike`;
  if (field.type !== 'number')
    return (
      <Figure title={title}>
        <Bars swept={swept} nameOf={nameOf} now={swept.findIndex(({ value }) => value === now)} />
      </Figure>
    );
  const known = swept.filter(({ value }) => value !== null);
  const missing = swept.find(({ value }) => value === null);
  return (
    <Figure title={title}>
      <Curve
        swept={known}
        nameOf={(value) => number(value as number)}
        now={known.findIndex(({ value }) => value === now)}
      />
      {missing !== undefined && <NotKnown probability={missing.probability} isNow={now === null} />}
    </Figure>
  );
}

/** Each part of the date that the model looks at by itself: by day, weekdays would be a zigzag. */
function DateEffect({ model, field, lead }: { readonly field: DateField } & Omit<Props, 'field'>) {
  const parts = sweepDate(model, field, lead);
  const label = labelOf(field);
  if (parts.length === 0) return <p class="hint">The model does not look at {label}.</p>;
  const now = lead[field.name] ?? null;
  return (
    <>
      {parts.map((swept) => (
        <Figure key={swept.part} title={`Probability by ${TITLES[swept.part]} of ${label}, all else alike`}>
          <PartEffect {...swept} />
        </Figure>
      ))}
      {!field.required && (
        <NotKnown probability={model.probabilityOf({ ...lead, [field.name]: null })} isNow={now === null} />
      )}
    </>
  );
}

const TITLES = {
  days: 'time',
  month: 'the month',
  weekday: 'the weekday',
  daypart: 'the part of day',
  hour: 'the hour',
} as const;

function PartEffect({ part, values, now }: SweptPart) {
  const day = (value: LeadValue) => String(value).slice(0, 10);
  if (part === 'days') return <Curve swept={values} nameOf={day} now={now} />;
  const nameOfPart = (value: LeadValue): string => {
    if (part === 'hour') return `${String(value).slice(11, 13)} h`;
    if (part === 'daypart') return datePart(part, String(value)) ?? '';
    const format = { [part]: 'long', timeZone: 'UTC' };
    return new Date(`${day(value)}T00:00:00Z`).toLocaleDateString(document.documentElement.lang, format);
  };
  return <Bars swept={values} nameOf={nameOfPart} now={now} />;
}

function Figure({
  title,
  children,
}: {
  readonly title: string;
  readonly children: preact.ComponentChildren;
}) {
  return (
    <figure class="effect">
      <figcaption>{title}</figcaption>
      {children}
    </figure>
  );
}

const NotKnown = ({ probability, isNow }: { readonly probability: number; readonly isNow: boolean }) => (
  <p class="hint">
    Not known: {percent(probability)}
    {isNow && ' (now)'}
  </p>
);

const nameOf = (value: LeadValue): string =>
  value === null ? 'not known' : value === true ? 'yes' : value === false ? 'no' : String(value);
