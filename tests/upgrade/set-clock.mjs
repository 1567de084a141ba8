/**
 * Loaded before a program (`--import`): its clock shows another day. Records expire, and lists end, some days after they were
 * made; a folder that is kept for years is opened on its own day.
 */
const shift = Number(process.env.CLOCK_SHIFT_MS ?? 0);
const real = Date;
const now = () => real.now() + shift;

// Not a class of its own: what Node itself makes is an instance of the real one.
globalThis.Date = new Proxy(real, {
  apply: () => new real(now()).toString(),
  construct: (target, args, newTarget) =>
    Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget),
  get: (target, name) => (name === 'now' ? now : Reflect.get(target, name)),
});
