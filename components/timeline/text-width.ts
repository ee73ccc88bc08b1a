/**
 * Widths of text without a browser: the plot is drawn on the server. Measured on Public Sans at weight 400 and rounded up,
 * so that a label which fits here also fits at weight 650.
 */
const GROUPS: readonly [width: number, characters: string][] = [
  [0.28, " .,:;'!|iIj`’·"],
  [0.36, '()[]{}l/\\'],
  [0.43, '-rtfJ1"*'],
  [0.55, 'zvsyc'],
  [0.61, 'aeokxLhnuFT~+=?–'],
  [0.65, 'bdpq207Y#'],
  [0.7, '345689EgPZBSV$'],
  [0.76, 'KRCDXUA&'],
  [0.82, 'GONQHw'],
  [0.95, 'mMW%@—…←→'],
];
const WIDTHS = new Map(GROUPS.flatMap(([width, characters]) => [...characters].map((character) => [character, width] as const)));
const UNKNOWN = 0.76;

/** Width in pixels at a font size in pixels. */
export const textWidth = (text: string, size: number): number => {
  let ems = 0;
  for (const character of text) ems += WIDTHS.get(character) ?? UNKNOWN;
  return ems * size;
};

/** Fewer letters than this tell nothing: better no label, since mark and title remain. */
const LEAST_CHARACTERS = 12;

/** The text, or its beginning with an ellipsis at a word's end, or null when too little would remain. */
export const fitText = (text: string, size: number, room: number): string | null => {
  if (textWidth(text, size) <= room) return text;
  let kept = '';
  for (const character of text) {
    if (textWidth(`${kept}${character}…`, size) > room) break;
    kept += character;
  }
  const space = kept.lastIndexOf(' ');
  const atWord = space > 0 ? kept.slice(0, space) : kept;
  const clean = atWord.replace(/[\s,;:·(]+$/u, '');
  return clean.length < LEAST_CHARACTERS ? null : `${clean}…`;
};
