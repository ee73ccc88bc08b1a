/**
 * Text as part of one line of a log. JSON escapes line feeds and the old control characters; what is left could still make a
 * terminal or a reader show something else than was written: more controls, other line separators, and marks that turn the
 * direction of writing round.
 */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

const escaped = (character: string): string =>
  Array.from({ length: character.length }, (_, at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`).join('');

/** A message on one line, every control and every mark that is not seen written out. JSON text keeps its meaning. */
export const oneLine = (message: string): string => message.replace(UNSEEN, escaped);
