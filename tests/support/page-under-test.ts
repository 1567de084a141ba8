import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { CHROMIUM } from './chromium.ts';
import { type LocalStack, type LocalStackOptions, startLocalStack } from './local-stack.ts';
import { ROOT } from './node24.ts';

/** The page of a local stack in a browser; what the browser complains of fails the test. */
export interface PageUnderTest {
  readonly stack: LocalStack;
  readonly page: Page;
  /** Opens the page anew, in a tab of its own that knows nothing. @param fragment behind its address, with its # */
  open(fragment?: string, options?: BrowserContextOptions): Promise<Page>;
  /** Takes complaints as expected. */
  forgive(pattern: RegExp): void;
}

/** For a `describe`: one stack and one browser, a new page for every test. */
export function usePage(options: LocalStackOptions = {}): PageUnderTest {
  let stack: LocalStack;
  let browser: Browser;
  let page: Page | undefined;
  let complaints: string[] = [];
  beforeAll(async () => {
    stack = await startLocalStack(options);
    browser = await chromium.launch({ executablePath: CHROMIUM!, args: ['--no-sandbox'] });
  });
  afterAll(async () => {
    await browser?.close();
    await stack?.stop();
  });
  beforeEach(() => {
    complaints = [];
  });
  afterEach(async () => {
    await page?.context().close();
    page = undefined;
    expect(complaints).toEqual([]);
  });
  return {
    get stack() {
      return stack;
    },
    get page() {
      return page!;
    },
    async open(fragment = '', contextOptions = {}) {
      await page?.context().close();
      const context = await browser.newContext({ locale: 'en-US', ...contextOptions });
      page = await context.newPage();
      page.on('console', (message) => {
        if (message.type() === 'error') complaints.push(message.text());
      });
      page.on('pageerror', (error) => complaints.push(error.message));
      await page.goto(stack.pageUrl + fragment);
      return page;
    },
    forgive(pattern) {
      complaints = complaints.filter((text) => !pattern.test(text));
    },
  };
}

const AXE = createRequire(join(ROOT, 'package.json')).resolve('axe-core');

/** What axe finds on a page. */
export async function findViolations(page: Page): Promise<unknown[]> {
  // Evaluated, not injected: the page's Content-Security-Policy forbids other scripts.
  await page.evaluate(readFileSync(AXE, 'utf8'));
  const { violations } = await page.evaluate<{ violations: { id: string; nodes: { html: string }[] }[] }>(
    'axe.run()',
  );
  return violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]);
}

/** Fills in the example and submits it. @returns what the API says of it */
export async function submitExample({ page, stack }: PageUnderTest): Promise<ExampleAnswer> {
  await page.getByRole('button', { name: 'Fill in an example' }).click();
  const answered = page.waitForResponse((response) => /\/predict\/[0-9a-f-]{36}(\?|$)/.test(response.url()));
  await page.getByRole('button', { name: 'Score this lead' }).click();
  await page.getByRole('heading', { name: 'Score', exact: true }).waitFor();
  const id = new URL((await answered).url()).pathname.split('/').at(-1);
  return (await fetch(`${stack.apiUrl}/predict/${id}`)).json() as Promise<ExampleAnswer>;
}

interface ExampleAnswer {
  readonly prediction: {
    readonly probability: number;
    readonly score: number;
    readonly grade: string;
    readonly reasons: readonly { readonly text: string }[];
  };
}

/** Follows a link of the page's own navigation. */
export const goTo = (page: Page, view: string): Promise<void> =>
  page.getByRole('navigation').getByRole('link', { name: view }).click();
