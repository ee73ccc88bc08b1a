/** Fields that many forms and requests have, each with the message that people read. */
import { z } from 'zod';
import { isLocalDate } from './time.ts';

export const dateInput = z.string().refine(isLocalDate, 'not a date; write YYYY-MM-DD');

/** Why something is done. Blank is as good as absent; the operation says whether it may be. */
export const reasonInput = z.string().trim().max(4000, 'The reason is too long: at most 4,000 characters.').optional();
