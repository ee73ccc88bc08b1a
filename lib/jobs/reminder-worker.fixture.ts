/**
 * A process that does what a web process does for reminders, by a clock that it is told: one instant a line on its standard
 * input, answered by a line once everything due at that instant is planned and sent.
 */
import { createInterface } from 'node:readline';
import { openDatabase } from '#lib/data/client.ts';
import { planDigests } from '#lib/operations/plan-digests.ts';
import { sendMessages } from '#lib/operations/send-messages.ts';
import { createMailer } from './mailer.ts';

const [databaseUrl = '', mailUrl = '', origin = ''] = process.argv.slice(2);
const db = openDatabase(databaseUrl, { max: 4 });
const mailer = createMailer({ url: mailUrl, from: 'Proviso <proviso@example.gov>' });

for await (const now of createInterface({ input: process.stdin })) {
  try {
    await planDigests(db, { now, origin, configured: true });
    await sendMessages(db, mailer, () => now);
    process.stdout.write('done\n');
  } catch (error) {
    process.stdout.write(`failed ${String(error)}\n`);
  }
}
mailer.close();
await db.close();
