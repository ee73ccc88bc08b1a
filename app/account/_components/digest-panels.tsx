import { randomUUID } from 'node:crypto';
import { DigestForm } from '#components/account/digest-form.tsx';
import { MessageList } from '#components/account/message-list.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { formatClock, formatInstant } from '#lib/domain/time.ts';
import { getPreferences } from '#lib/operations/get-preferences.ts';
import { messageState } from '#lib/server/message-words.ts';
import { requestContext } from '#lib/server/session.ts';
import { preferencesAction } from '../actions.ts';

const HOURS = Array.from({ length: 24 }, (_, hour) => ({ value: String(hour), label: formatClock(`${String(hour).padStart(2, '0')}:00`) }));

/** The zones of the United States first come to mind; any other IANA zone can be written. */
const ZONES = [
  'America/New_York',
  'America/Chicago',
  'America/Denver',
  'America/Phoenix',
  'America/Los_Angeles',
  'America/Anchorage',
  'America/Adak',
  'Pacific/Honolulu',
  'America/Puerto_Rico',
  'Pacific/Guam',
  'Pacific/Pago_Pago',
];

/** When the reader is written to, and what was written. */
export async function DigestPanels({ path }: { path: string }) {
  const preferences = await getPreferences(await requestContext());
  const { digest, digestHour, zone, effectiveZone, messages } = preferences;
  return (
    <>
      <Panel title="Digest of your work">
        <DigestForm
          action={preferencesAction}
          idempotencyKey={randomUUID()}
          keepHref={path}
          digest={digest}
          hour={digestHour}
          hours={HOURS}
          zone={zone ?? ''}
          programZone={effectiveZone}
          zones={ZONES}
        />
      </Panel>
      <Panel title="Messages to you" id="messages">
        <MessageList
          messages={messages.map((message) => ({
            id: message.id,
            subject: message.subject,
            text: message.text,
            createdText: formatInstant(message.createdAt, effectiveZone),
            stateText: messageState(message, effectiveZone),
          }))}
        />
      </Panel>
    </>
  );
}
