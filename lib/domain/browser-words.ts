/** The browser and system of a session in plain words, from what the browser says of itself. It can say anything: a hint, no proof. */

// The order counts: Edge and Opera call themselves Chrome too, and Chrome calls itself Safari.
const BROWSERS: readonly (readonly [RegExp, string])[] = [
  [/\bEdgA?\//, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\bFirefox\/|\bFxiOS\//, 'Firefox'],
  [/\bHeadlessChrome\/|\bChrome\/|\bCriOS\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
];
const SYSTEMS: readonly (readonly [RegExp, string])[] = [
  [/iPhone|iPad/, 'iOS'],
  [/Android/, 'Android'],
  [/Windows/, 'Windows'],
  [/Mac OS X|Macintosh/, 'macOS'],
  [/CrOS/, 'ChromeOS'],
  [/Linux/, 'Linux'],
];

const find = (known: typeof BROWSERS, agent: string): string | undefined => known.find(([pattern]) => pattern.test(agent))?.[1];

/** For example "Firefox on Linux"; "An unknown browser" when nothing is recognized. */
export function browserWords(userAgent: string | null): string {
  const agent = (userAgent ?? '').slice(0, 500);
  const browser = find(BROWSERS, agent) ?? 'An unknown browser';
  const system = find(SYSTEMS, agent);
  return system ? `${browser} on ${system}` : browser;
}
