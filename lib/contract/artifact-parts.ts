import * as z from 'zod/mini';

export const numbers = z.array(z.number());
export const positive = z.number().check(z.gt(0));

/** A member that training writes and that a reader does without: absent from the artifacts of other writers. */
export const unread = <S extends z.ZodMiniType>(schema: S): S => z.exactOptional(schema) as unknown as S;

/** An issue of a value inside of a list: what was expected there. */
export const finding = (input: unknown, path: PropertyKey[], expected: string) => ({
  code: 'custom' as const,
  input,
  path,
  params: { expected },
});
