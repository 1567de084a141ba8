import fc from 'fast-check';
import { PartSender } from '../../../../cli/outcomes/part-sender.ts';
import { ApiError } from '../../../../lib/client/index.ts';

const rowOf = (item: number) => ({ row: { line: item + 2, cells: [String(item)] }, item });
const refusal = (errors: object[]) =>
  new ApiError({ type: 't', title: 't', status: 422, detail: 'd', errors } as never, undefined);

test('every row is sent once, or refused once, whatever the API refuses and in whatever order it answers', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.scheduler(),
      fc.array(fc.nat(900), { maxLength: 6 }),
      fc.uniqueArray(fc.nat(2000), { maxLength: 8 }),
      async (scheduler, blocks, wrong) => {
        const taken: number[] = [];
        const [sent, refused]: number[][] = [[], []];
        let [now, most] = [0, 0];
        const sender = new PartSender<number>({
          async send(items) {
            now += 1;
            most = Math.max(most, now);
            await scheduler.schedule(Promise.resolve());
            now -= 1;
            const errors = items.flatMap((item, index) =>
              wrong.includes(item) ? [{ index, field: 'value', message: 'wrong' }] : [],
            );
            if (errors.length > 0) throw refusal(errors);
            taken.push(...items);
          },
          onRefused: ({ line }) => refused!.push(line - 2),
          onSent: (items) => sent!.push(...items),
        });
        let next = 0;
        const work = (async () => {
          for (const rows of blocks) await sender.add(Array.from({ length: rows }, () => rowOf(next++)));
          await sender.end();
        })();
        await scheduler.waitFor(work);
        const all = Array.from({ length: next }, (_, i) => i);
        const byNumber = (a: number, b: number) => a - b;
        expect(taken.toSorted(byNumber)).toEqual(all.filter((item) => !wrong.includes(item)));
        expect(sent!.toSorted(byNumber)).toEqual(taken.toSorted(byNumber));
        expect(refused!.toSorted(byNumber)).toEqual(all.filter((item) => wrong.includes(item)));
        expect(most).toBeLessThanOrEqual(4);
      },
    ),
    { numRuns: 50 },
  );
});

test.each([
  ['an outage', new Error('no connection')],
  ['a refusal that names no row', refusal([{ field: 'body', message: 'expected a list' }])],
  ['a refusal of a place that was not sent', refusal([{ index: 5, field: 'value', message: 'wrong' }])],
  ['a refusal without errors', refusal([])],
])('%s ends the work', async (_, error) => {
  const sender = new PartSender<number>({
    send: () => Promise.reject(error),
    onRefused: () => expect('refused').toBe('never'),
    onSent: () => expect('sent').toBe('never'),
  });
  await sender.add([rowOf(0)]);
  await expect(sender.end()).rejects.toBe(error);
});
