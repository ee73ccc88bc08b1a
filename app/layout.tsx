import type { Metadata, Viewport } from 'next';
import type { ReactNode } from 'react';
import '@fontsource-variable/public-sans/index.css';
import './globals.css';

/** Every page carries a nonce of its own, so none is made ahead of time. */
export const dynamic = 'force-dynamic';

export const metadata: Metadata = {
  title: { default: 'Proviso', template: '%s · Proviso' },
  description: 'Tracks whether the conditions attached to a grant are met, for every applicant, with proof, against a deadline.',
};

export const viewport: Viewport = {
  colorScheme: 'light dark',
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#fbfbfa' },
    { media: '(prefers-color-scheme: dark)', color: '#101215' },
  ],
};

export default function RootLayout({ children }: Readonly<{ children: ReactNode }>) {
  return (
    <html lang="en">
      <body>{children}</body>
    </html>
  );
}
