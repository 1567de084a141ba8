import { type PageUnderTest, submitExample } from '../../support/page-under-test.ts';

/** Submit a lead, see why, and what if. */
export function describeScore(under: PageUnderTest): void {
  const inputs = async () =>
    Object.fromEntries(
      await under.page
        .locator('form [name]')
        .evaluateAll((all) =>
          (all as unknown as { name: string; value: string }[]).map(({ name, value }) => [name, value]),
        ),
    ) as Record<string, string>;
  /** What the API says of what stands in the form. */
  const askApi = async () => {
    const { properties } = (await (await fetch(`${under.stack.apiUrl}/schema`)).json()) as {
      properties: Record<string, { type: string | string[] }>;
    };
    const lead = Object.entries(await inputs()).map(([name, text]) => {
      const types = [properties[name]!.type].flat();
      const value = types.includes('number')
        ? Number(text)
        : types.includes('boolean')
          ? text === 'true'
          : text;
      return [name, text === '' ? null : value];
    });
    const response = await fetch(`${under.stack.apiUrl}/predict`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', prefer: 'wait' },
      body: JSON.stringify(Object.fromEntries(lead)),
    });
    return (await response.json()) as { prediction: { probability: number; score: number } };
  };
  const result = (name: string) => under.page.getByRole('region', { name, exact: true });
  const probability = async (name: string) =>
    Number(await result(name).locator('data').getAttribute('value'));

  test('a lead is submitted, and its score and reasons are the API’s', async () => {
    await under.open();
    const { prediction } = await submitExample(under);
    const shown = result('Score');
    await expect(shown.getByRole('img').first().getAttribute('aria-label')).resolves.toBe(
      `Grade ${prediction.grade}`,
    );
    await expect(shown.locator('.score strong').textContent()).resolves.toBe(String(prediction.score));
    await expect(shown.locator('.reasons li').allTextContents()).resolves.toEqual(
      prediction.reasons.map(({ text }) => text),
    );
    await expect(probability('Score')).resolves.toBe(prediction.probability);
  });

  test('what is wrong stands beside its field, in words, and nothing is sent', async () => {
    const page = await under.open();
    let sent = 0;
    page.on('request', (request) => {
      if (request.method() === 'POST') sent += 1;
    });
    await page.getByRole('button', { name: 'Fill in an example' }).click();
    await page.getByLabel('Employees').fill('many');
    await page.getByRole('button', { name: 'Score this lead' }).click();
    await expect(page.getByLabel('Employees').getAttribute('aria-invalid')).resolves.toBe('true');
    await expect(page.locator('#field-employees-error').textContent()).resolves.toContain(
      'expected a number, got text "many"',
    );
    // The first that is wrong has the focus.
    await expect(page.locator('#field-employees:focus').count()).resolves.toBe(1);
    expect(sent).toBe(0);
  });

  test('5,399 is what the hint calls 5,399, and a number in another form is refused', async () => {
    const page = await under.open();
    await page.getByRole('button', { name: 'Fill in an example' }).click();
    await expect(page.locator('#field-employees-help').textContent()).resolves.toMatch(
      /^usually 1 to \d,\d{3}$/,
    );
    await page.getByText('Numbers are written as 12,345.6.').waitFor();
    await page.getByLabel('Employees').fill('5,39');
    await page.getByRole('button', { name: 'Score this lead' }).click();
    await expect(page.locator('#field-employees-error').textContent()).resolves.toBe(
      'expected a number as it is written here, such as 12,345.6, got “5,39”: write 5.39 if that is meant',
    );
    await page.getByLabel('Employees').fill('2,399');
    const sent = page.waitForRequest((request) => request.method() === 'POST');
    await page.getByRole('button', { name: 'Score this lead' }).click();
    expect((await sent).postDataJSON()).toMatchObject({ employees: 2399 });
    await result('Score').waitFor();
    const link = await page.getByRole('link', { name: 'Link with these values' }).getAttribute('href');
    expect(link).toContain('employees=2399');
  });

  test('a date’s effect is drawn by weekday, which is what the model sees in it', async () => {
    const page = await under.open();
    await submitExample(under);
    await page.getByLabel('First contact').focus();
    const bars = result('Score')
      .locator('figure', { hasText: 'the weekday of First contact' })
      .getByRole('listitem');
    await bars.first().waitFor();
    const days = await bars.allTextContents();
    expect(days.map((text) => /^[A-Z][a-z]+/.exec(text)![0])).toEqual([
      'Monday',
      'Tuesday',
      'Wednesday',
      'Thursday',
      'Friday',
      'Saturday',
      'Sunday',
    ]);
    await expect(result('Score').locator('figure polyline').count()).resolves.toBe(0);
  });

  test('what the API alone finds wrong stands beside its field, too', async () => {
    const page = await under.open();
    await page.route('**/predict', (route) =>
      route.request().method() === 'OPTIONS'
        ? route.fallback()
        : route.fulfill({
            status: 422,
            contentType: 'application/problem+json',
            headers: { 'access-control-allow-origin': new URL(under.stack.pageUrl).origin },
            body: JSON.stringify({
              type: '/problems/invalid-lead',
              title: 'Invalid lead',
              status: 422,
              detail: '1 field is not as the model expects',
              errors: [{ field: 'visits', message: 'expected fewer' }],
            }),
          }),
    );
    await page.getByRole('button', { name: 'Fill in an example' }).click();
    await page.getByRole('button', { name: 'Score this lead' }).click();
    await page.locator('#field-visits-error').waitFor();
    await expect(page.locator('#field-visits-error').textContent()).resolves.toBe('expected fewer');
    under.forgive(/422/);
  });

  test('what if: another value is scored at once, without a request, as the API would', async () => {
    const page = await under.open();
    await submitExample(under);
    let asked = 0;
    page.on('request', () => {
      asked += 1;
    });
    await page.getByLabel('Visits').fill('31');
    await result('What if').waitFor();
    expect(asked).toBe(0);
    const { prediction } = await askApi();
    expect(Math.abs((await probability('What if')) - prediction.probability)).toBeLessThan(1e-9);
    await expect(result('What if').locator('.score strong').textContent()).resolves.toBe(
      String(prediction.score),
    );
    const curve = result('What if').getByRole('img', { name: /as it is now/ });
    await expect(curve.getAttribute('aria-label')).resolves.toContain(
      `${(100 * prediction.probability).toFixed(1)} % at 31, as it is now`,
    );
    await page.getByLabel('Source').fill('referral');
    await expect(result('What if').locator('.bars .now').textContent()).resolves.toContain('referral');
    await result('What if').getByRole('button', { name: 'Back to the submitted lead' }).click();
    await result('Score').waitFor();
  });

  test('a link carries the values', async () => {
    await under.open();
    await under.page.getByRole('button', { name: 'Fill in an example' }).click();
    await under.page.getByLabel('Visits').fill('17');
    const filled = await inputs();
    const link = await under.page.getByRole('link', { name: 'Link with these values' }).getAttribute('href');
    await under.open(link!);
    await under.page.locator('form [name]').first().waitFor();
    expect(await inputs()).toEqual(filled);
  });

  test('an API that cannot be reached is told in words', async () => {
    const page = await under.open('#api=http://127.0.0.1:9');
    await page.getByRole('alert').waitFor();
    await expect(page.getByRole('alert').textContent()).resolves.toContain(
      'http://127.0.0.1:9 cannot be reached',
    );
    // The browser itself says so on its console.
    under.forgive(/ERR_/);
  });

  test('with the keyboard alone', async () => {
    const page = await under.open();
    await page.getByRole('button', { name: 'Fill in an example' }).focus();
    await page.keyboard.press('Enter');
    await page.getByLabel('Visits').focus();
    await page.keyboard.press('Enter');
    await result('Score').waitFor();
  });
}
