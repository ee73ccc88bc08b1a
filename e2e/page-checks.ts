/** What every page has to stand, in whatever test it is open. */
import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

/** A narrow phone, and a common desktop. */
const WIDTHS = [390, 1440] as const;

async function showScheme(page: Page, colorScheme: 'light' | 'dark'): Promise<void> {
  await page.emulateMedia({ colorScheme });
  // Colors that are still on their way from one theme to the other have a contrast of neither.
  await page.evaluate(async () => {
    await new Promise((resolve) => requestAnimationFrame(resolve));
    await Promise.all(document.getAnimations().map((animation) => animation.finished));
  });
}

async function expectNoViolation(page: Page, axe: AxeBuilder): Promise<void> {
  const { violations } = await axe.analyze();
  expect(violations.map(({ id, nodes }) => ({ address: page.url(), id, nodes: nodes.map((node) => node.html) }))).toEqual([]);
}

/** Every rule of axe in the light theme; in the dark one those about colors, since nothing else differs between the two. */
export async function expectAccessible(page: Page): Promise<void> {
  await showScheme(page, 'dark');
  await expectNoViolation(page, new AxeBuilder({ page }).withTags('cat.color'));
  await showScheme(page, 'light');
  await expectNoViolation(page, new AxeBuilder({ page }));
}

/** A label names the first element of an id: with two of them it names the wrong field. */
export async function expectEachIdOnce(page: Page): Promise<void> {
  const twice = await page.evaluate(() => {
    const ids = [...document.querySelectorAll('[id]')].map((element) => element.id);
    return [...new Set(ids.filter((id, index) => ids.indexOf(id) !== index))];
  });
  expect({ address: page.url(), twice }).toEqual({ address: page.url(), twice: [] });
}

/** Nothing scrolls sideways, on a phone and on a desktop. Leaves the page at the wider one. */
export async function expectToFit(page: Page): Promise<void> {
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 900 });
    const measure = () => page.evaluate(() => document.documentElement.scrollWidth);
    await expect.poll(measure, { message: page.url(), timeout: 3000 }).toBe(width);
  }
}
