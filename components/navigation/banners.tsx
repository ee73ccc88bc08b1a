import { AppLink } from '#components/ui/app-link.tsx';
import { Icon } from '#components/ui/icon.tsx';

export interface AsOfBannerProps {
  /** For example "As of August 10, 2017, known today. Writing is off." */
  text: string;
  /** The same page, now. */
  resetHref: string;
}

/** Says that the page shows another day than today. */
export function AsOfBanner({ text, resetHref }: AsOfBannerProps) {
  return (
    <div className="banner banner-as-of" role="status">
      <Icon name="calendar" />
      <span>{text}</span>
      <AppLink href={resetHref}>Back to today</AppLink>
    </div>
  );
}

/** Marks a page of a practice copy. The text is the one that files of the copy carry. */
export function PracticeBanner({
  text = 'Practice. Not the record.',
  recordHref,
}: {
  text?: string | undefined;
  recordHref?: string | undefined;
}) {
  return (
    <div className="banner banner-practice" role="note">
      <Icon name="info" />
      <span>{text}</span>
      {recordHref && <AppLink href={recordHref}>Go to the record</AppLink>}
    </div>
  );
}
